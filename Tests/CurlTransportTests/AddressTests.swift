import Glibc
import HTTPExchange
import HTTPTypes
import TestServer
import Testing

@testable import CurlTransport

/// Names with several addresses, some of which do not answer.
@Suite("Addresses", .timeLimit(.minutes(10)))
struct AddressTests {
    /// Returns a transport that finds `addresses` for `localhost` in its cache.
    static func transport(_ addresses: String, port: UInt16, timeout: Duration = .seconds(50)) throws -> CurlTransport {
        var configuration = CurlTransport.Configuration(idleTimeout: timeout)
        configuration.cachedAddresses = ["localhost:\(port):\(addresses)"]
        return try CurlTransport(configuration: configuration)
    }

    static func request(_ server: FaultServer) -> HTTPRequest {
        HTTPRequest(method: .get, scheme: "http", authority: "localhost:\(server.port)", path: "/")
    }

    @Test(
        "The next address is tried when one stays silent, within the same deadline",
        arguments: [
            "127.0.0.2,127.0.0.1", "[::1],127.0.0.1", "127.0.0.2,[::1],127.0.0.1",
        ])
    func silent(addresses: String) async throws {
        let server = FaultServer { $0.respondToAll("fine") }
        defer { server.stop() }
        let silent = ["127.0.0.2", "::1"].compactMap { SilentAddress($0, port: server.port) }
        // Without IPv6 on this machine there is one address less.
        #expect(!silent.isEmpty)
        let transport = try Self.transport(addresses, port: server.port)
        for options in [
            TransferOptions(connectTimeout: .seconds(2)), TransferOptions(totalTimeout: .seconds(2)),
        ] {
            let response = try await transport.send(Self.request(server), body: [], options: options)
            #expect(response.body == Array("fine".utf8))
        }
        await transport.close()
    }

    @Test("If every address stays silent, the request ends at its deadline, and was not sent")
    func allSilent() async throws {
        let server = FaultServer { $0.respondToAll("fine") }
        defer { server.stop() }
        let silent = ["127.0.0.2", "127.0.0.3"].compactMap { SilentAddress($0, port: server.port) }
        #expect(silent.count == 2)
        let transport = try Self.transport("127.0.0.2,127.0.0.3", port: server.port)
        let error = await failure { () async throws(TransportError) in
            try await transport.send(
                Self.request(server), body: [], options: TransferOptions(connectTimeout: .milliseconds(300)))
        }
        #expect(error == .connectTimedOut)
        #expect(server.connectionCount == 0)
        await transport.close()
    }

    @Test("The next address is tried when one refuses the connection")
    func refused() async throws {
        let server = FaultServer { $0.respondToAll("fine") }
        defer { server.stop() }
        let transport = try Self.transport("127.0.0.2,127.0.0.3,127.0.0.1", port: server.port)
        #expect(try await transport.send(Self.request(server)).body == Array("fine".utf8))
        await transport.close()
    }

    @Test("A name whose address failed is looked up anew for the next request, and only then")
    func lookUpAnew() async throws {
        let server = FaultServer { $0.respondToAll("fine") }
        defer { server.stop() }
        let transport = try Self.transport("127.0.0.2", port: server.port)
        var errors: [TransportError?] = []
        for _ in 0..<2 {
            let request = Self.request(server)
            errors.append(await failure { () async throws(TransportError) in try await transport.send(request) })
        }
        // Nothing listens at the address in the cache; the resolver knows another one.
        #expect(errors == [.couldNotConnect, nil])
        await transport.close()
    }

    @Test("Hosts are remembered by name, for the errors that say that an address may be wrong, up to a limit")
    func staleHosts() throws {
        let hosts = StaleHosts()
        func transfer(_ number: Int) throws -> Transfer {
            let request = HTTPRequest(method: .get, scheme: "https", authority: "h\(number).test:1", path: "/")
            let configuration = CurlTransport.Configuration(proxy: .none)
            let prepared = try PreparedRequest(request, body: .bytes([]), configuration: configuration)
            let connection = ConnectionSettings(
                version: .negotiated, proxy: nil, unixSocket: nil, idleTimeout: .seconds(1), tls: nil)
            return Transfer(id: 1, request: prepared, options: .init(), connection: connection, pipe: nil)
        }
        for error in [TransportError.timedOut, .tlsFailed("x"), .emptyResponse, .cancelled, .couldNotResolveHost] {
            hosts.note(error, try transfer(0))
        }
        #expect(!hosts.remove(try transfer(0)))
        for number in 0..<2000 { hosts.note(.connectTimedOut, try transfer(number)) }
        #expect(try (0..<2000).count { hosts.remove(try transfer($0)) } == 1024)
        #expect(!hosts.remove(try transfer(0)))
    }
}

/// An address at which connections are neither accepted nor refused.
private final class SilentAddress {
    private let sockets: [Int32]

    /// Returns `nil` if this machine does not have the address.
    init?(_ address: String, port: UInt16) {
        let isIPv6 = address.utf8.contains(UInt8(ascii: ":"))
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_in6>.size)
        unsafe withUnsafeMutableBytes(of: &storage) { bytes in
            if isIPv6 {
                var value = sockaddr_in6()
                value.sin6_family = sa_family_t(AF_INET6)
                value.sin6_port = port.bigEndian
                _ = unsafe inet_pton(AF_INET6, address, &value.sin6_addr)
                unsafe bytes.storeBytes(of: value, as: sockaddr_in6.self)
            } else {
                var value = sockaddr_in()
                value.sin_family = sa_family_t(AF_INET)
                value.sin_port = port.bigEndian
                _ = unsafe inet_pton(AF_INET, address, &value.sin_addr)
                unsafe bytes.storeBytes(of: value, as: sockaddr_in.self)
                size = socklen_t(MemoryLayout<sockaddr_in>.size)
            }
        }
        let family = isIPv6 ? AF_INET6 : AF_INET
        let listener = socket(family, Int32(SOCK_STREAM.rawValue), 0)
        keepFromChildren(listener)
        let isListening = unsafe withUnsafePointer(to: &storage) { storage in
            unsafe storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe bind(listener, $0, size) == 0 }
        }
        guard isListening, listen(listener, 0) == 0 else {
            close(listener)
            return nil
        }
        // Linux drops connections beyond the backlog, which these fill.
        let fillers = (0..<2).map { _ in
            let client = socket(family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
            keepFromChildren(client)
            _ = unsafe withUnsafePointer(to: &storage) { storage in
                unsafe storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe connect(client, $0, size) }
            }
            return client
        }
        sockets = [listener] + fillers
    }

    deinit { for socket in sockets { close(socket) } }
}
