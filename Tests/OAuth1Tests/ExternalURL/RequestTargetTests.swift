import Testing

@testable import OAuth1

/// RFC 9112 section 3.2.
@Suite("RequestTarget")
struct RequestTargetTests {
    static func url(_ target: String, scheme: String = "http", authority: String? = "internal.example:8080") -> Outcome
    {
        ArrivedCase(scheme: scheme, authority: authority, target: target).outcome()
    }

    @Test(
        "A path is kept byte for byte",
        arguments: [
            "/", "//evil.example/x", "/a//b/../%2F%zz", "/?", "/a?b?c=/d", "/é?[]{}|", "/@evil", "/a\\b",
            "/http://evil/",
        ])
    func path(target: String) {
        #expect(Self.url(target) == .origin("http://internal.example:8080" + target))
    }

    @Test("An absolute URL must name the same host as Host")
    func absolute() {
        #expect(Self.url("http://internal.example:8080/a?b") == .origin("http://internal.example:8080/a?b"))
        #expect(Self.url("HTTP://Internal.Example:8080/a?b") == .origin("http://internal.example:8080/a?b"))
        #expect(Self.url("http://internal.example:8080") == .origin("http://internal.example:8080/"))
        #expect(Self.url("http://internal.example:8080?b") == .origin("http://internal.example:8080/?b"))
        #expect(Self.url("http://a/b", authority: nil) == .origin("http://a/b"))
        #expect(Self.url("http://a/b", authority: "") == .origin("http://a/b"))
        #expect(Self.url("http://a/b", authority: "A:80") == .origin("http://a/b"))
        #expect(Self.url("http://[::1]/b", authority: "[::1]") == .origin("http://[::1]/b"))
        for target in ["http://evil.example/", "http://internal.example/", "http://internal.example:8081/"] {
            #expect(Self.url(target) == .error(.contradictory(.authority, .target)))
        }
        #expect(Self.url("https://internal.example:8080/") == .error(.contradictory(.scheme, .target)))
        #expect(Self.url("http://a/", scheme: "https", authority: "a") == .error(.contradictory(.scheme, .target)))
        #expect(Self.url("http://a/", scheme: "https", authority: nil) == .error(.contradictory(.scheme, .target)))
    }

    @Test("A proxy's host replaces that of an absolute URL, whose scheme must be the client's or the connection's")
    func absoluteBehindProxy() {
        func url(_ target: String) -> Outcome {
            ArrivedCase(
                authority: nil, target: target, headers: [("Forwarded", "for=192.0.2.1;proto=https;host=a")]
            ).outcome()
        }
        #expect(url("http://internal/v1/x?y=1") == .origin("https://a"))
        #expect(url("https://a/v1/x?y=1") == .origin("https://a"))
        let contradictory = ArrivedCase(
            authority: nil, target: "https://a/", headers: [("Forwarded", "for=192.0.2.1;proto=http;host=a")])
        #expect(contradictory.outcome() == .error(.contradictory(.scheme, .target)))
    }

    @Test("The asterisk is the server itself")
    func server() {
        #expect(Self.url("*") == .origin("http://internal.example:8080"))
    }

    @Test(
        "Any other target is an error",
        arguments: [
            "", "a", "internal.example:8080", "internal.example", "**", "*/", " /", "/ ", "/a b", "/a\r\nb", "/a\u{0}",
            "/a#b",
            "/a\u{7f}", "http:/a/", "http:a", "http://", "http:///a", "http://user@a/", "http://a:b/", "http://a\\b/",
            "http://[::1/", "ftp://a/", "://a/", "?a", "http://?a", "http://a:0/", "javascript:alert(1)",
            "http://a%2eb/",
        ])
    func invalid(target: String) {
        guard case .error(.invalidTarget) = Self.url(target, authority: nil) else {
            Issue.record("\(target) was taken")
            return
        }
    }
}

@Suite("ExternalURL")
struct ExternalURLTests {
    @Test("The configured URL is used for every target")
    func url() throws {
        let address = try ExternalURL(base: "HTTPS://API.example.com:443/")
        #expect(address.base == "https://api.example.com")
        #expect(try address.url(target: "/v1/x?y=1") == "https://api.example.com/v1/x?y=1")
        #expect(try address.url(target: "http://evil.example:81/v1/x?y=1") == "https://api.example.com/v1/x?y=1")
        #expect(try address.url(target: "http://evil.example") == "https://api.example.com/")
        #expect(try address.url(target: "//evil.example/") == "https://api.example.com//evil.example/")
        #expect(try address.url(target: "*") == "https://api.example.com")
        #expect(throws: ExternalURLError.self) { try address.url(target: "evil.example:443") }
        #expect(throws: ExternalURLError.self) { try address.url(target: "@evil.example/") }
    }

    @Test("A path that a proxy removes is restored")
    func path() throws {
        #expect(try ExternalURL(base: "http://a:8080/b/c//").url(target: "/d") == "http://a:8080/b/c/d")
        #expect(try ExternalURL(base: "http://[::1]:80/b").url(target: "/") == "http://[::1]/b/")
    }

    @Test(
        "A malformed base is refused",
        arguments: [
            "", "api.example.com", "/", "*", "ftp://a", "https://", "https:///a", "https://a?b", "https://a/#b",
            "https://a b",
            "https://u@a", "https://a:0", "https://a/é", "https://a\n", " https://a",
        ])
    func invalid(base: String) {
        do {
            _ = try ExternalURL(base: base)
            Issue.record("\(base) was taken")
        } catch ExternalURLError.invalidBase {
        } catch {
            Issue.record(error)
        }
    }
}
