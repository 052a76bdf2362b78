import Glibc
import HTTPExchange
import HTTPTypes
import TestServer
import Testing

@testable import CurlTransport

@Suite("Deadlines", .timeLimit(.minutes(10)))
struct DeadlineTests {
    static func error(
        _ options: TransferOptions, body: RequestBody = .none, _ script: @escaping @Sendable (Connection) -> Void
    ) async throws -> TransportError? {
        var error: TransportError?
        try await withServer(script) { server, transport in
            error = await failure { () async throws(TransportError) in
                try await transport.send(server.request(.post), body: body, options: options)
            }
        }
        return error
    }

    @Test("A host that does not accept the connection is connectTimedOut")
    func connectTimeout() async throws {
        // Linux drops connections beyond the backlog, which these two fill.
        let (listener, port) = listeningSocket(backlog: 0)
        let fillers = (0..<2).map { _ in connectWithoutWaiting(to: port) }
        defer { for socket in fillers + [listener] { close(socket) } }
        let transport = try CurlTransport()
        let request = HTTPRequest(method: .get, scheme: "http", authority: "127.0.0.1:\(port)", path: "/")
        let options = TransferOptions(connectTimeout: .milliseconds(150))
        let start = ContinuousClock.now
        let error = await failure { () async throws(TransportError) in
            try await transport.send(request, body: [], options: options)
        }
        #expect(error == .connectTimedOut)
        #expect(start.duration(to: .now) < .seconds(10))
        await transport.close()
    }

    @Test("A server that does not begin its response is firstByteTimedOut, long before the total deadline")
    func firstByte() async throws {
        let options = TransferOptions(firstByteTimeout: .milliseconds(200))
        #expect(try await Self.error(options) { $0.stall() } == .firstByteTimedOut)
    }

    @Test("A response that has begun has until the total deadline")
    func firstByteInTime() async throws {
        let options = TransferOptions(firstByteTimeout: .milliseconds(200), totalTimeout: .milliseconds(600))
        let error = try await Self.error(options) { connection in
            _ = connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\n")
            connection.stall()
        }
        #expect(error == .timedOut)
    }

    private static let interim = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"

    @Test("Interim responses are signs of life before the first byte, and before a response that is slow")
    func interimResponses() async throws {
        for options in [
            TransferOptions(firstByteTimeout: .milliseconds(300)),
            TransferOptions(lowSpeedLimit: LowSpeedLimit(bytesPerSecond: 1, during: .seconds(1))),
        ] {
            let error = try await Self.error(options) { connection in
                _ = connection.readRequest()
                // For 0.6 or 2 seconds at least.
                connection.drip(Self.interim, times: options.firstByteTimeout == nil ? 200 : 60)
                connection.send(ok("fine"))
            }
            #expect(error == nil)
        }
    }

    @Test("After an interim response, too, the response has to begin in time")
    func silenceAfterInterim() async throws {
        for options in [
            TransferOptions(firstByteTimeout: .milliseconds(200)),
            TransferOptions(lowSpeedLimit: LowSpeedLimit(bytesPerSecond: 1, during: .seconds(1))),
        ] {
            let error = try await Self.error(options) { connection in
                _ = connection.readRequest()
                connection.send(Self.interim)
                connection.stall()
            }
            #expect(error == (options.firstByteTimeout == nil ? .tooSlow : .firstByteTimedOut))
        }
    }

    private static func stallAmidBody(_ connection: Connection) {
        _ = connection.readRequest()
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\na")
        connection.stall()
    }

    @Test("A transfer below the speed limit is tooSlow")
    func tooSlow() async throws {
        let options = TransferOptions(lowSpeedLimit: LowSpeedLimit(bytesPerSecond: 1000, during: .seconds(1)))
        #expect(try await Self.error(options, Self.stallAmidBody) == .tooSlow)
    }

    @Test("A transfer that is slow for a short time has until the total deadline")
    func slowUntilDeadline() async throws {
        let options = TransferOptions(
            lowSpeedLimit: LowSpeedLimit(bytesPerSecond: 1000, during: .seconds(30)), totalTimeout: .milliseconds(300))
        #expect(try await Self.error(options, Self.stallAmidBody) == .timedOut)
    }

    @Test("An idle connection is not reused after idleTimeout")
    func idleTimeout() async throws {
        let (active, silent) = (FaultServer { $0.respondToAll() }, FaultServer { $0.stall() })
        defer { for server in [active, silent] { server.stop() } }
        let transport = try CurlTransport(configuration: .init(idleTimeout: .seconds(1)))
        _ = try await transport.send(active.request())
        // libcurl counts in whole seconds.
        let error = await failure { () async throws(TransportError) in
            try await transport.send(silent.request(), body: [], options: .init(totalTimeout: .milliseconds(2100)))
        }
        #expect(error == .timedOut)
        let late = try await transport.send(active.request())
        #expect(late.metrics?.isReusedConnection == false)
        await transport.close()
    }
}

private func connectWithoutWaiting(to port: UInt16) -> Int32 {
    let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    _ = unsafe withUnsafePointer(to: &address) { address in
        unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
            unsafe connect(client, address, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
    return client
}
