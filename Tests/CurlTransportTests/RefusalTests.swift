import HTTPExchange
import HTTPTypes
import Testing

@testable import CurlTransport

@Suite("Refused requests")
struct RefusalTests {
    static func error(
        _ request: HTTPRequest, body: [UInt8] = [], configuration: CurlTransport.Configuration = .init()
    ) -> TransportError? {
        do throws(TransportError) {
            _ = try PreparedRequest(request, body: .bytes(body), configuration: configuration)
            return nil
        } catch {
            return error
        }
    }

    static func request(
        _ method: HTTPRequest.Method = .get, scheme: String? = "https", authority: String? = "example.com",
        path: String? = "/", _ fields: HTTPFields = [:]
    ) -> HTTPRequest {
        HTTPRequest(method: method, scheme: scheme, authority: authority, path: path, headerFields: fields)
    }

    static func isInvalid(_ error: TransportError?) -> Bool {
        if case .invalidRequest = error { true } else { false }
    }

    @Test(
        "Plain http to this machine is accepted",
        arguments: ["127.0.0.1", "127.255.0.9:80", "localhost:8080", "LOCALHOST", "[::1]:1"])
    func loopback(authority: String) {
        #expect(Self.error(Self.request(scheme: "http", authority: authority)) == nil)
    }

    @Test(
        "Plain http to any other host is refused",
        arguments: [
            "example.com", "10.0.0.1", "127.0.0.1.example.com", "localhost.example.com", "128.0.0.1", "[::2]",
            "[::ffff:127.0.0.1]",
        ])
    func plainHTTP(authority: String) throws {
        let request = Self.request(scheme: "http", authority: authority)
        let host = try RequestAuthority(authority).host
        #expect(Self.error(request) == .plainHTTPRefused(host: host))
        #expect(Self.error(request, configuration: .init(plainHTTP: .allowed)) == nil)
    }

    @Test("send throws for a refused request")
    func throughSend() async throws {
        let transport = try CurlTransport()
        let request = Self.request(scheme: "http")
        let error = await failure { () async throws(TransportError) in try await transport.send(request) }
        #expect(error == .plainHTTPRefused(host: "example.com"))
        await transport.close()
    }

    @Test(
        "A scheme other than http and https is refused",
        arguments: ["ftp", "file", "gopher", "", "https ", "http:", nil] as [String?])
    func scheme(scheme: String?) {
        // swift-http-types trims white space.
        guard scheme != "https " else { return }
        #expect(Self.isInvalid(Self.error(Self.request(scheme: scheme))))
    }

    @Test(
        "An authority that libcurl would change is refused",
        arguments: [
            "", ":80", "a:", "a:0", "a:65536", "a:+1", "a:8 0", "user@a", "user:pw@a", "a/b", "a?b", "a#b", "a\\b",
            "a%2e", "ä", "a b", "a:1:2",
            "[::1", "[::1]80", "[]", "[::1%25eth0]", "[::g]", "127.1", "0x7f.0.0.1", "2130706433", "127.0.0.01",
            "127.0.0.256", "1.2.3.4.",
            "1.2.3.0x4", nil,
        ] as [String?])
    func authority(authority: String?) {
        #expect(Self.isInvalid(Self.error(Self.request(authority: authority))))
    }

    @Test(
        "A path that could not be sent unchanged is refused",
        arguments: [
            "", "*", "a", "?a", "/a b", "/a\r\nX: y", "/a\tb", "/\u{1}b", "/\u{7F}b", "/é", "/a#b", "http://a/", nil,
        ] as [String?])
    func path(path: String?) {
        #expect(Self.isInvalid(Self.error(Self.request(path: path))))
    }

    @Test(
        "A header field that the transport sets is refused",
        arguments: ["Host", "Transfer-Encoding", "Expect", "Content-Length", "cONTENT-lENGTH"])
    func headerField(name: String) throws {
        let name = try #require(HTTPField.Name(name))
        #expect(Self.isInvalid(Self.error(Self.request(.post, [name: "7"]), body: [1])))
    }

    @Test("A correct Content-Length is accepted, and sent once")
    func contentLength() throws {
        let request = try PreparedRequest(
            Self.request(.post, [.contentLength: "1"]), body: .bytes([1]), configuration: .init())
        #expect(!String(decoding: request.headerLines.bytes, as: UTF8.self).contains("Content-Length"))
    }

    @Test("Line ends and NUL in a header field are not sent", arguments: ["a\r\nX: y", "a\nX: y", "a\rb", "a\u{0}b"])
    func injection(value: String) throws {
        // The user agent of the configuration is refused.
        let configuration = CurlTransport.Configuration(userAgent: value)
        #expect(Self.isInvalid(Self.error(Self.request(), configuration: configuration)))
        // swift-http-types replaces such bytes with spaces.
        let name = try #require(HTTPField.Name("X-A"))
        let request = try PreparedRequest(Self.request(.get, [name: value]), body: .bytes([]), configuration: .init())
        #expect(request.headerLines.bytes.allSatisfy { $0 != 0x0A && $0 != 0x0D })
        #expect(request.headerLines.bytes.count { $0 == 0 } == request.headerLines.count)
    }

    @Test("A field with a blank value is spelled so that libcurl sends it")
    func blankValue() throws {
        let name = try #require(HTTPField.Name("X-A"))
        var fields = HTTPFields()
        fields.append(HTTPField(name: name, lenientValue: [0x20, 0x09]))
        let request = try PreparedRequest(Self.request(.get, fields), body: .bytes([]), configuration: .init())
        #expect(request.headerLines.bytes.split(separator: 0).contains(Array("X-A;".utf8)[...]))
    }

    @Test("CONNECT, and HEAD with a body, are refused")
    func methods() {
        #expect(Self.isInvalid(Self.error(Self.request(.connect))))
        #expect(Self.isInvalid(Self.error(Self.request(.head), body: [1])))
    }

    @Test("No error contains a header value, a query or a body")
    func discretion() throws {
        let request = Self.request(path: "/?secret #", [.authorization: "secret", .expect: "secret"])
        #expect(try !#require(Self.error(request)).description.contains("secret"))
        let other = Self.request(.get, [.authorization: "secret", .expect: "secret"])
        #expect(try !#require(Self.error(other)).description.contains("secret"))
    }
}
