import Glibc
import HTTPExchange
import HTTPTypes
import Platform
import TestServer
import Testing

@testable import CurlTransport

@Suite("Cancellation and closing", .timeLimit(.minutes(10)))
struct LifecycleTests {
    @Test("Cancelling the task ends a request to a silent server at once, and closes its connection")
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

    @Test("A cancelled task sends nothing")
    func cancelledBefore() async throws {
        try await withServer({ $0.respondToAll() }) { server, transport in
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

    @Test("Cancelling after the response has no effect")
    func cancelledAfter() async throws {
        try await withServer({ $0.respondToAll() }) { server, transport in
            let request = server.request()
            let task = Task { await failure { () async throws(TransportError) in try await transport.send(request) } }
            #expect(await task.value == nil)
            task.cancel()
            let response = try await transport.send(request)
            #expect(response.metrics?.isReusedConnection == true)
        }
    }

    @Test("close() ends running transfers and later requests with closed")
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

    @Test("close() can be called at once, twice, concurrently, or not at all")
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

    @Test("Every request ends when close() is called concurrently")
    func closeRace() async throws {
        try await withServer({ $0.respondToAll() }) { server, _ in
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

    @Test("The agent ends when the last reference is released, on any thread")
    func lastReference() async throws {
        try await withServer({ $0.respondToAll() }) { server, _ in
            let request = server.request()
            for _ in 0..<20 {
                let response = try await CurlTransport().send(request)
                #expect(response.body == Array("ok".utf8))
            }
            // Released on a thread like the agent's, which must not wait for itself.
            let transport = Holder(try CurlTransport())
            let thread = try startThread { transport.drop() }
            #expect(pthread_join(thread, nil) == 0)
        }
    }
}
