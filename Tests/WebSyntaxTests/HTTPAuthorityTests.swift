import Testing
import WebSyntax

@Suite("Authorities")
struct HTTPAuthorityTests {
    @Test(
        "Host and port are separated",
        arguments: [
            ("example.com", "example.com", nil), ("Example.COM:8080", "example.com", 8080), ("a_b-c.:1", "a_b-c.", 1),
            ("192.0.2.7:65535", "192.0.2.7", 65535), ("[2001:DB8::1]", "[2001:db8::1]", nil), ("[::1]:80", "[::1]", 80),
            ("[::ffff:192.0.2.7]:443", "[::ffff:192.0.2.7]", 443), ("1.2.3", "1.2.3", nil),
        ] as [(String, String, Int?)])
    func parts(text: String, host: String, port: Int?) throws {
        let authority = try #require(HTTPAuthority(text))
        #expect(authority.text == text && authority.host == host && authority.port == port)
    }

    @Test(
        "A malformed authority is refused",
        arguments: [
            "", ":", ":80", "a:", "a:0", "a:65536", "a:080", "a:+80", "a:8o", "a:80:80", "a b", "a/", "a?", "a#", "a@b",
            "user@a", "user:password@a", "a%20b", "a~", "ä.example", "ａ.example", "::1", "[]", "[::1", "[::1]80",
            "[::1]:",
            "[::1]]", "[1.2.3.4]", "[example.com]", "[fe80::1%eth0]", "[fe80::1%25eth0]", "[::g]", "[v1.a:b]", "a\r\n",
            "\r\n", "a\u{0}", "a\u{301}",
        ])
    func malformed(text: String) {
        #expect(HTTPAuthority(text) == nil)
    }

    @Test("A host of more than 255 characters is refused")
    func length() {
        #expect(HTTPAuthority(String(repeating: "a", count: 255) + ":80") != nil)
        #expect(HTTPAuthority(String(repeating: "a", count: 256)) == nil)
        #expect(HTTPAuthority(String(repeating: "a", count: 100_000)) == nil)
    }

    @Test("The spelling does not count for equality, the port does")
    func equality() throws {
        let one = try #require(HTTPAuthority("Example.com:80"))
        #expect(one == HTTPAuthority("example.COM:80") && one.hashValue == HTTPAuthority("example.COM:80")?.hashValue)
        #expect(one != HTTPAuthority("example.com") && one != HTTPAuthority("example.com:81"))
        #expect(one != HTTPAuthority("example.org:80"))
    }

    @Test("The port can be replaced and removed")
    func replacedPort() throws {
        let one = try #require(HTTPAuthority("[::A]:80"))
        #expect(one.withPort(8080).text == "[::a]:8080" && one.withPort(8080).port == 8080)
        #expect(one.withPort(nil).text == "[::a]" && one.withPort(nil).port == nil)
    }

    @Test(
        "A host has one canonical spelling",
        arguments: [
            ("Example.com.:80", "example.com:80"), ("example.com", "example.com"), ("a..", "a."),
            ("[0:0::A]:1", "[::a]:1"), ("[::ffff:192.0.2.7]", "192.0.2.7"), ("192.0.2.7:1", "192.0.2.7:1"),
        ])
    func canonical(spelling: String, expected: String) throws {
        #expect(try #require(HTTPAuthority(spelling)).canonical.text == expected)
    }
}
