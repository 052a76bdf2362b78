import Glibc
import HTTPExchange
import HTTPTypes
import TestServer
import Testing
import WebSyntax

@testable import CurlTransport

/// Requests whose URL somebody else has named.
@Suite("Destinations", .timeLimit(.minutes(10)))
struct DestinationTests {
    static func configuration(except exceptions: [String] = []) -> CurlTransport.Configuration {
        .init(plainHTTP: .allowed, proxy: .none, destinations: .publicAddresses(except: exceptions))
    }

    static func error(_ transport: CurlTransport, _ authority: String) async -> TransportError? {
        let request = HTTPRequest(method: .get, scheme: "http", authority: authority, path: "/")
        return await failure { () async throws(TransportError) in try await transport.send(request) }
    }

    static func invalid(_ configuration: CurlTransport.Configuration) -> Bool {
        do throws(TransportError) {
            _ = try CurlTransport(configuration: configuration)
            return false
        } catch {
            if case .invalidConfiguration = error { return true }
            return false
        }
    }

    @Test(
        "No address of this machine is connected to, however it is named",
        arguments: [
            ("127.0.0.1", "127.0.0.1"), ("127.9.9.9", "127.9.9.9"), ("0.0.0.0", "0.0.0.0"), ("[::1]", "::1"),
            ("[0:0::1]", "::1"), ("[::]", "::"), ("[::ffff:127.0.0.1]", "127.0.0.1"), ("localhost", nil),
            ("LocalHost", nil),
        ] as [(String, String?)])
    func refused(host: String, address: String?) async throws {
        try await withServer(configuration: Self.configuration(), { $0.respondToAll() }) { server, transport in
            let error = await Self.error(transport, "\(host):\(server.port)")
            guard case .addressNotPermitted(let refused) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            if let address { #expect(refused == address) } else { #expect(["127.0.0.1", "::1"].contains(refused)) }
            #expect(error?.description.contains(refused) == true && error?.isUnprocessed == true)
            #expect(server.connectionCount == 0)
        }
    }

    @Test(
        "Nor one of a network that is not public, which a name resolves to",
        arguments: ["10.0.0.1", "169.254.169.254", "192.0.2.1,10.0.0.1", "[fd00::1]", "[64:ff9b::a00:1],[fe80::1]"])
    func names(addresses: String) async throws {
        var configuration = Self.configuration()
        configuration.cachedAddresses = ["inside.test:80:\(addresses)"]
        let transport = try CurlTransport(configuration: configuration)
        guard case .addressNotPermitted = await Self.error(transport, "inside.test") else {
            Issue.record("permitted")
            return
        }
        await transport.close()
    }

    @Test("An exception is for a host as requests name it, and for one port")
    func exceptions() async throws {
        let server = FaultServer { $0.respondToAll() }
        defer { server.stop() }
        let other = FaultServer { $0.respondToAll() }
        defer { other.stop() }
        let port = server.port
        let transport = try CurlTransport(
            configuration: Self.configuration(except: ["LOCALHOST.:\(port)", "named.test", "127.0.0.1:443"]))
        #expect(await Self.error(transport, "localhost:\(port)") == nil)
        #expect(await Self.error(transport, "Localhost:\(port)") == nil)
        // Connections to both servers' addresses could be made, and one is pooled.
        for refused in ["127.0.0.1:\(port)", "localhost:\(other.port)", "localhost", "127.0.0.1", "[::1]:\(port)"] {
            guard case .addressNotPermitted = await Self.error(transport, refused) else {
                Issue.record("\(refused)")
                continue
            }
        }
        #expect(server.connectionCount == 1 && other.connectionCount == 0)
        await transport.close()
    }

    @Test("An exception without a port is for the default port of the request's scheme")
    func defaultPorts() throws {
        let configuration = Self.configuration(except: ["a.test", "b.test:8443", "[0::1]", "c.test:80"])
        let rule = try DestinationRule(configuration, proxies: ProxyRoutes(.none))
        func permission(_ url: String) throws -> DestinationGuard.Permission? {
            let url = try HTTPURL(url)
            let request = HTTPRequest(
                method: .get, scheme: url.scheme.rawValue, authority: url.authority.text, path: "/")
            return rule.permission(
                for: try PreparedRequest(request, body: .bytes([]), configuration: configuration))
        }
        for url in [
            "https://a.test", "http://a.test", "https://A.test.:443", "http://a.test:80", "https://b.test:8443",
            "https://[::1]", "https://[0:0:0:0:0:0:0:1]:443", "http://c.test", "https://c.test:80",
        ] {
            #expect(try permission(url) == .any, "\(url)")
        }
        for url in [
            "https://a.test:80", "http://a.test:443", "https://b.test", "https://a.test.test", "https://x.a.test",
            "https://[::2]", "https://c.test", "https://a.test:8443",
        ] {
            #expect(try permission(url) == .publicAddresses, "\(url)")
        }
    }

    @Test("A redirect to an address inside is returned, and reached by nobody")
    func redirect() async throws {
        let inside = FaultServer { $0.respondToAll() }
        defer { inside.stop() }
        let location = "http://127.0.0.1:\(inside.port)/"
        let server = FaultServer {
            _ = $0.readRequest()
            $0.send("HTTP/1.1 302 Found\r\nLocation: \(location)\r\nContent-Length: 0\r\n\r\n")
        }
        defer { server.stop() }
        let transport = try CurlTransport(configuration: Self.configuration(except: ["127.0.0.1:\(server.port)"]))
        let response = try await transport.send(server.request())
        #expect(response.head.status == .found && response.head.headerFields[.location] == location)
        #expect(inside.connectionCount == 0)
        await transport.close()
    }

    @Test("A transfer is refused for its address only if every address was refused")
    func mixed() throws {
        let inside = try #require(IPAddress("10.0.0.1"))
        let another = try #require(IPAddress("10.0.0.2"))
        let outside = try #require(IPAddress("8.8.8.8"))
        let refusing = DestinationGuard(.publicAddresses)
        #expect(refusing.error == nil)
        #expect(!refusing.permits(inside) && !refusing.permits(nil))
        #expect(!refusing.permits(another))
        #expect(refusing.error == .addressNotPermitted("10.0.0.1"))
        #expect(refusing.permits(outside) && refusing.error == nil)
        let open = DestinationGuard(.any)
        #expect(open.permits(inside) && !open.permits(nil) && open.error == nil)
    }

    @Test("A proxy or a Unix socket, which would go around the rule, is refused beside it")
    func combinations() throws {
        var configuration = Self.configuration()
        #expect(!Self.invalid(configuration))
        configuration.proxy = .server("http://127.0.0.1:1", bypass: ["*"])
        #expect(Self.invalid(configuration))
        configuration.destinations = .any
        #expect(!Self.invalid(configuration))
        configuration = Self.configuration()
        configuration.unixSocket = "/tmp/none.sock"
        #expect(Self.invalid(configuration))
        for (name, url) in [("https_proxy", "http://p:1"), ("http_proxy", "p"), ("ALL_PROXY", "ftp://malformed")] {
            let routes = try ProxyRoutes(.environment) { $0 == name ? url : nil }
            #expect(throws: TransportError.self) { try DestinationRule(Self.configuration(), proxies: routes) }
        }
        let none = try ProxyRoutes(.environment) { $0 == "no_proxy" ? "*" : nil }
        #expect(throws: Never.self) { try DestinationRule(Self.configuration(), proxies: none) }
    }

    @Test(
        "A malformed exception is refused",
        arguments: ["", "*", "*.example.com", "10.0.0.0/8", "a:b", "a:0", "http://a", "127.1", "a b", "::1"])
    func malformed(exception: String) {
        #expect(Self.invalid(Self.configuration(except: ["good.test", exception])))
    }
}
