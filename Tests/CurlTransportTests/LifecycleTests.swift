import Glibc
import HTTPExchange
import HTTPTypes
import Platform
import TestServer
import Testing

@testable import CurlTransport

@Suite("Cancellation and closing", .timeLimit(.minutes(1)))
struct LifecycleTests {
    @Test("cancelling the task ends a request to a silent server at once, and closes its connection")
    func cancel() async throws {
        let (received, left) = (Signal(), Signal())
        let script: @Sendable (Connection) -> Void = { connection in
            guard connection.readRequest() != nil else { return }
            received.fire()
            connection.stall()
            left.fire()
        }
        try await withServer(script) { server, transport in
            let request = server.request()
            let task = Task { await failure { () async throws(TransportError) in try await transport.send(request) } }
            await received.wait()
            task.cancel()
            #expect(await task.value == .cancelled)
            await left.wait()
        }
    }

    @Test("a task that is cancelled already sends nothing")
    func cancelledBefore() async throws {
        try await withServer({ $0.answerAll() }) { server, transport in
            let request = server.request()
            let gate = Signal()
            let task = Task {
                await gate.wait()  // Returns at once when cancelled.
                return await failure { () async throws(TransportError) in try await transport.send(request) }
            }
            task.cancel()
            #expect(await task.value == .cancelled)
            let response = try await transport.send(request)
            #expect(response.head.status == .ok)
            #expect(server.connectionCount == 1)
        }
    }

    @Test("cancelling after the response changes nothing")
    func cancelledAfter() async throws {
        try await withServer({ $0.answerAll() }) { server, transport in
            let request = server.request()
            let task = Task { await failure { () async throws(TransportError) in try await transport.send(request) } }
            #expect(await task.value == nil)
            task.cancel()
            let response = try await transport.send(request)
            #expect(response.metrics?.connectionReused == true)
        }
    }

    @Test("close ends what is in flight with closed, and everything after it")
    func closeInFlight() async throws {
        let received = Signal()
        let script: @Sendable (Connection) -> Void = { connection in
            guard connection.readRequest() != nil else { return }
            received.fire()
            connection.stall()
        }
        try await withServer(script) { server, transport in
            let request = server.request()
            let tasks = (0..<8).map { _ in
                Task { await failure { () async throws(TransportError) in try await transport.send(request) } }
            }
            for _ in tasks { await received.wait() }
            await transport.close()
            for task in tasks { #expect(await task.value == .closed) }
            let error = await failure { () async throws(TransportError) in try await transport.send(request) }
            #expect(error == .closed)
        }
    }

    @Test("closing is fine at once, twice, from many tasks, or not at all")
    func closing() async throws {
        let idle = try CurlTransport()
        await idle.close()
        await idle.close()
        let shared = try CurlTransport()
        await withDiscardingTaskGroup { group in
            for _ in 0..<8 { group.addTask { await shared.close() } }
        }
        for _ in 0..<20 { _ = try CurlTransport() }
    }

    @Test("a close that races with requests lets each of them end")
    func closeRace() async throws {
        try await withServer({ $0.answerAll() }) { server, _ in
            let request = server.request()
            for _ in 0..<20 {
                let transport = try CurlTransport()
                await withTaskGroup(of: TransportError?.self) { group in
                    for _ in 0..<8 {
                        group.addTask {
                            await failure { () async throws(TransportError) in try await transport.send(request) }
                        }
                    }
                    await transport.close()
                    for await error in group { #expect(error == nil || error == .closed) }
                }
            }
        }
    }

    @Test("the agent ends when the last reference is dropped, on whatever thread")
    func lastReference() async throws {
        try await withServer({ $0.answerAll() }) { server, _ in
            let request = server.request()
            for _ in 0..<20 {
                let response = try await CurlTransport().send(request)
                #expect(response.body == Array("ok".utf8))
            }
            // Dropped on a thread like the agent's, which must not wait for itself.
            let transport = Holder(try CurlTransport())
            let thread = try startThread { transport.drop() }
            #expect(pthread_join(thread, nil) == 0)
        }
    }
}
