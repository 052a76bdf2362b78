import Glibc
import HTTPExchange
import HTTPTypes
import Platform
import TestServer
import TestSupport
import Testing

@testable import CurlTransport

/// Effects on the whole process, each tested in a process of its own.
@Suite("Process", .timeLimit(.minutes(10)))
struct ProcessTests {
    @Test("exit() during transfers, without close(), neither hangs nor crashes")
    func exitInFlight() async {
        await #expect(processExitsWith: .success) {
            let received = Signal()
            let server = FaultServer { connection in
                guard connection.readRequest() != nil else { return }
                received.fire()
                connection.stall()
            }
            let transport = try CurlTransport()
            let request = server.request()
            for _ in 0..<8 { Task { try await transport.send(request) } }
            for _ in 0..<8 { await received.wait() }
            exit(EXIT_SUCCESS)
        }
    }

    @Test("Passwords in a .netrc file are not sent")
    func netrc() async {
        await #expect(processExitsWith: .success) {
            let folder = TemporaryFolder()
            folder.write(".netrc", Array("machine 127.0.0.1 login me password hunter2\n".utf8))
            unsafe setenv("HOME", folder.path, 1)
            let seen = Slot("")
            let server = FaultServer { connection in
                guard let request = connection.readRequest() else { return }
                seen.value = request
                connection.send(ok("fine"))
            }
            _ = try await CurlTransport().send(server.request())
            precondition(seen.value.hasPrefix("GET / ") && !seen.value.contains("Authorization"), seen.value)
        }
    }

    @Test("exit() while agents work and end neither hangs nor crashes")
    func exitBusy() async {
        await #expect(processExitsWith: .success) {
            let server = FaultServer { $0.respondToAll() }
            let request = server.request()
            let warm = Signal()
            for _ in 0..<4 {
                Task {
                    while true {
                        _ = try await CurlTransport().send(request)
                        warm.fire()
                    }
                }
            }
            for _ in 0..<20 { await warm.wait() }
            exit(EXIT_SUCCESS)
        }
    }

    @Test("exit() during TLS handshakes and reads neither hangs nor crashes", .enabled(if: OpenSSLServer.isAvailable))
    func exitInTLS() async {
        let server = OpenSSLServer()
        defer { server.stop() }
        await #expect(processExitsWith: .success) {
            [port = server.port as UInt16, caFile = server.certificateFile as String] in
            let request = HTTPRequest(method: .get, scheme: "https", authority: "localhost:\(port)", path: "/")
            let warm = Signal()
            for _ in 0..<4 {
                Task {
                    while true {
                        let transport = try CurlTransport(configuration: .init(tls: .init(trust: .file(caFile))))
                        for _ in 0..<3 { _ = try await transport.send(request) }
                        warm.fire()
                    }
                }
            }
            for _ in 0..<5 { await warm.wait() }
            exit(EXIT_SUCCESS)
        }
    }

    @Test("An agent that is started while the process exits does not enter libcurl")
    func lateAgent() async {
        await #expect(processExitsWith: .success) {
            ExitGate.installHandler()
            let (early, late) = (ExitGate(), ExitGate())
            early.register()
            precondition(!early.isShut.withLock { $0 })
            ExitGate.shutAll()
            late.register()
            precondition(early.isShut.withLock { $0 } && late.isShut.withLock { $0 })
        }
    }

    @Test("A forked child cannot use the transport, and can exit")
    func fork() async {
        await #expect(processExitsWith: .success) {
            let server = FaultServer { $0.respondToAll() }
            let transport = try CurlTransport()
            _ = try await transport.send(server.request())
            let child = Glibc.fork()
            if child == 0 {
                // The child has no thread to run a task on, so this thread runs it up to its first suspension.
                let request = server.request()
                let error = Slot<TransportError?>(nil)
                Task.immediate {
                    error.value = await failure { () async throws(TransportError) in try await transport.send(request) }
                }
                guard error.value == .usedAfterFork else { _exit(3) }
                do throws(TransportError) {
                    try transport.refuseAfterFork()
                    _exit(1)
                } catch {
                    // The inherited exit handler must not wait for an agent that does not exist. It is called directly, because
                    // `exit` would also run the leak checker, which needs the parent's threads.
                    ExitGate.shutAll()
                    _exit(error == .usedAfterFork ? 0 : 2)
                }
            }
            var status: Int32 = -1
            guard unsafe waitpid(child, &status, 0) == child, status == 0 else { exit(EXIT_FAILURE) }
            // The parent's transport still works.
            let response = try await transport.send(server.request())
            exit(response.metrics?.isReusedConnection == true ? EXIT_SUCCESS : EXIT_FAILURE)
        }
    }

    @Test("2,000 requests, cancelled at random, each end once and leave no descriptor open")
    func storm() async {
        await #expect(processExitsWith: .success) {
            _ = try await sendStorm(rounds: 4)  // The runtime opens descriptors of its own once.
            let before = openDescriptors()
            let outcomes = try await sendStorm(rounds: 40)
            var (succeeded, cancelled, lost) = (0, 0, 0)
            for outcome in outcomes {
                switch outcome {
                case nil: succeeded += 1
                case .cancelled: cancelled += 1
                case .connectionLost, .emptyResponse: lost += 1
                default: fatalError("\(String(describing: outcome))")
                }
            }
            precondition(outcomes.count == 2000)
            precondition(succeeded > 100 && cancelled > 100 && lost > 10, "\(succeeded), \(cancelled), \(lost)")
            precondition(openDescriptors() == before, "\(before) descriptors before, \(openDescriptors()) after")
        }
    }
}

/// Sends fifty concurrent requests, `rounds` times, to a server that responds to most, and cancels about a third.
/// Closes transport and server, then returns how each request ended.
private func sendStorm(rounds: Int) async throws -> [TransportError?] {
    let server = FaultServer { connection in
        while let request = connection.readRequest() {
            if request.hasPrefix("GET /silent") { return connection.stall() }
            if request.hasPrefix("GET /reset") { return connection.reset() }
            connection.send(ok("ok"))
        }
    }
    let transport = try CurlTransport(configuration: .init(maximumConnections: 24))
    var random = SeededGenerator(seed: 42)
    var outcomes: [TransportError?] = []
    for _ in 0..<rounds {
        await withTaskGroup(of: TransportError?.self) { group in
            for _ in 0..<50 {
                let (choice, yields) = (random.next() % 8, random.next() % 40)
                let request = server.request(.get, choice == 0 ? "/silent" : choice == 1 ? "/reset" : "/")
                group.addTask {
                    let task = Task {
                        await failure { () async throws(TransportError) in try await transport.send(request) }
                    }
                    for _ in 0..<yields { await Task.yield() }
                    if choice == 0 || yields.isMultiple(of: 3) { task.cancel() }
                    return await task.value
                }
            }
            for await outcome in group { outcomes.append(outcome) }
        }
    }
    await transport.close()
    server.stop()
    return outcomes
}

/// Returns the number of open file descriptors.
private func openDescriptors() -> Int {
    guard let directory = unsafe opendir("/proc/self/fd") else { preconditionFailure("no /proc") }
    defer { unsafe closedir(directory) }
    var count = 0
    while unsafe readdir(directory) != nil { count += 1 }
    return count
}
