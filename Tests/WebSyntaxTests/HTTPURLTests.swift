import Testing
import WebSyntax

@Suite("URLs")
struct HTTPURLTests {
    @Test(
        "A URL is separated into its parts",
        arguments: [
            ("http://a", .http, "a", "/", "/", nil), ("HTTPS://A:1/b?c?d", .https, "A:1", "/b?c?d", "/b", "c?d"),
            ("https://[::1]?", .https, "[::1]", "/?", "/", ""), ("http://a?b/c", .http, "a", "/?b/c", "/", "b/c"),
            ("http://a//b/../c", .http, "a", "//b/../c", "//b/../c", nil),
            ("http://a/ä?ö", .http, "a", "/ä?ö", "/ä", "ö"),
            ("http://a/b?\u{301}c", .http, "a", "/b?\u{301}c", "/b", "\u{301}c"),
        ] as [(String, HTTPScheme, String, String, String, String?)])
    func parts(
        text: String, scheme: HTTPScheme, authority: String, target: String, path: String, query: String?
    ) throws {
        let url = try HTTPURL(text)
        #expect(url.scheme == scheme && url.authority.text == authority && url.target == target)
        #expect(url.path == path && url.query.map(String.init) == query)
        #expect(url.text == "\(scheme.rawValue)://\(authority)\(target)")
        #expect(try HTTPURL(url.text) == url)
    }

    @Test(
        "A malformed URL is refused with the reason",
        arguments: [
            ("", .notAbsolute), ("/a", .notAbsolute), ("a", .notAbsolute), ("http:", .notAbsolute),
            ("http:/a", .notAbsolute), ("//a", .notAbsolute), ("://a", .unsupportedScheme),
            ("ftp://a", .unsupportedScheme),
            ("httpſ://a", .unsupportedScheme), ("http://", .invalidAuthority), ("http:///a", .invalidAuthority),
            ("http://user@a", .invalidAuthority), ("http://a:b", .invalidAuthority), ("http://ä", .invalidAuthority),
            ("http://a/#", .fragment), ("http://a#b", .fragment), ("http://a/ b", .invalidCharacter),
            ("http://a/\n", .invalidCharacter), (" http://a", .invalidCharacter),
            ("http://a/\u{7f}", .invalidCharacter),
            ("http://a\u{0}", .invalidCharacter),
        ] as [(String, HTTPURLError)])
    func malformed(text: String, reason: HTTPURLError) {
        #expect(throws: reason) { try HTTPURL(text) }
    }

    @Test("Every reason completes a sentence about the URL")
    func reasons() {
        let errors: [HTTPURLError] = [
            .invalidCharacter, .fragment, .notAbsolute, .unsupportedScheme, .invalidAuthority,
        ]
        #expect(errors.allSatisfy { $0.reason.hasPrefix("it") })
        #expect(Set(errors.map(\.reason)).count == errors.count)
    }

    @Test(
        "The characters of path and query can be checked",
        arguments: [
            ("/", true), ("/a-._~!$&'()*+,;=:@/?b?", true), ("/%41%e4", true), ("/%4", false), ("/%", false),
            ("/%4g", false),
            ("/ä", false), ("/[", false), ("/\"", false), ("/a^b", false), ("/a|b", false), ("/\\", false),
        ])
    func characters(target: String, isValid: Bool) throws {
        #expect(try HTTPURL("http://a" + target).hasOnlyURLCharacters == isValid)
    }

    @Test("An origin has the port of its scheme where the authority names none")
    func origins() throws {
        let origin = try HTTPURL("http://A/b").origin
        #expect(origin.port == 80 && origin.host == "a" && origin.authority == "a" && origin.text == "http://a")
        #expect(try HTTPURL("http://a:80/").origin == origin && HTTPURL("http://a:81/").origin != origin)
        #expect(try HTTPURL("https://a/").origin != origin && HTTPURL("http://b/").origin != origin)
        #expect(try HTTPURL("https://a:443").origin.text == "https://a")
        #expect(try HTTPURL("https://a:80").origin.text == "https://a:80")
        #expect(try HTTPURL("https://[::A]:8443").origin.authority == "[::a]:8443")
    }

    @Test("A scheme is recognised in any case")
    func schemes() {
        #expect(HTTPScheme(name: "HtTp") == .http && HTTPScheme(name: "HTTPS") == .https)
        #expect(HTTPScheme(name: "") == nil && HTTPScheme(name: "http ") == nil)
        #expect(HTTPScheme.http.defaultPort == 80 && HTTPScheme.https.defaultPort == 443)
    }
}
