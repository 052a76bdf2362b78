import HTTPExchange
import HTTPTypes
import Testing

@testable import CurlTransport

@Suite("The choice of a proxy")
struct ProxyRoutesTests {
    static func proxy(
        _ url: String, _ environment: [String: String] = [:], settings: ProxySettings = .environment
    ) throws(TransportError) -> String? {
        let parts = url.split(separator: "/", omittingEmptySubsequences: true)
        let request = HTTPRequest(
            method: .get, scheme: String(parts[0].dropLast()), authority: String(parts[1]), path: "/")
        let prepared = try PreparedRequest(
            request, body: .bytes([]), configuration: .init(plainHTTP: .allowed, proxy: settings))
        return try ProxyRoutes(settings, environment: { environment[$0] }).proxy(for: prepared)?.name
    }

    @Test("The environment names a proxy for each scheme, or for all")
    func environment() throws {
        let all = ["http_proxy": "http://a:1", "https_proxy": "b:2", "all_proxy": "socks5h://c:3"]
        #expect(try Self.proxy("http://x.test", all) == "http://a:1")
        #expect(try Self.proxy("https://x.test", all) == "http://b:2")
        #expect(try Self.proxy("http://x.test", ["all_proxy": "socks5h://c:3"]) == "socks5h://c:3")
        #expect(try Self.proxy("https://x.test", ["ALL_PROXY": "https://c:3/"]) == "https://c:3/")
        #expect(try Self.proxy("https://x.test", ["HTTPS_PROXY": "http://b:2"]) == "http://b:2")
        #expect(try Self.proxy("https://x.test") == nil)
        // In a CGI program, a client of its server determines HTTP_PROXY.
        #expect(try Self.proxy("http://x.test", ["HTTP_PROXY": "http://a:1"]) == nil)
    }

    @Test("no_proxy applies to the environment's proxy, the list of the configuration to its own")
    func bypass() throws {
        let environment = ["all_proxy": "http://a:1", "no_proxy": "*.x.test,y.test:8443,0.0.0.0"]
        for url in [
            "https://a.x.test", "https://y.test:8443", "http://0.0.0.0:80", "http://127.0.0.1", "http://localhost:1",
        ] {
            #expect(try Self.proxy(url, environment) == nil)
        }
        for url in ["https://x.test", "https://y.test", "http://y.test", "http://192.0.2.1"] {
            #expect(try Self.proxy(url, environment) == "http://a:1")
        }
        #expect(try Self.proxy("https://x.test", ["all_proxy": "http://a:1", "NO_PROXY": "x.test:443"]) == nil)
        let settings = ProxySettings.server("http://b:2", bypass: ["z.test"])
        #expect(try Self.proxy("https://a.x.test", environment, settings: settings) == "http://b:2")
        #expect(try Self.proxy("https://z.test", environment, settings: settings) == nil)
        #expect(try Self.proxy("https://x.test", environment, settings: .none) == nil)
    }

    @Test(
        "A malformed URL of a proxy is an error that names it, without its credentials",
        arguments: [
            "", "http://", "http://me:hunter2@", "http://me:hunter2@a b:1", "ftp://me:hunter2@a:1",
            "http://me:hunter2@a:99999",
            "http://me:hunter2@a:1/path", "http://me:hunter2@ä:1", "http://me:hunter2@a:x", "://me:hunter2@a:1",
            "http:/a:1",
            "http://me:hun@ter2@a:0", "http://a\u{0}b", "http://me:hunter2@a:1\n",
        ])
    func malformed(url: String) {
        for environment in [true, false] {
            do throws(TransportError) {
                if environment, !url.isEmpty {
                    _ = try Self.proxy("https://x.test", ["https_proxy": url])
                } else {
                    _ = try Self.proxy("https://x.test", settings: .server(url))
                }
                Issue.record("accepted")
            } catch {
                guard case .invalidConfiguration(let reason) = error else {
                    Issue.record("\(error)")
                    return
                }
                #expect(reason.contains("proxy") && !reason.contains("hunter2") && !reason.contains("ter2"))
                #expect(error.isUnprocessed)
            }
        }
    }

    @Test("A malformed URL in the environment concerns only the requests that would use it")
    func unused() throws {
        let environment = ["https_proxy": "http://a b", "no_proxy": "y.test"]
        #expect(try Self.proxy("http://x.test", environment) == nil)
        #expect(try Self.proxy("https://localhost", environment) == nil)
        let error = #expect(throws: TransportError.self) { try Self.proxy("https://x.test", environment) }
        #expect(error?.description.contains("http://a?b") == true)
    }
}
