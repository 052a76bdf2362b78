import Testing
import WebAuthn

@Suite("Relying parties") struct RelyingPartyTests {
    @Test(
        "The origin and the host of a URL, as browsers write them",
        arguments: [
            ("https://auth.example.org/v1/", "https://auth.example.org", "auth.example.org"),
            ("https://auth.example.org", "https://auth.example.org", "auth.example.org"),
            ("https://auth.example.org:443/v1/", "https://auth.example.org", "auth.example.org"),
            ("https://auth.example.org:80/", "https://auth.example.org:80", "auth.example.org"),
            ("https://auth.example.org:8443?x", "https://auth.example.org:8443", "auth.example.org"),
            ("http://localhost:8042/v1/", "http://localhost:8042", "localhost"),
            ("http://localhost:80/", "http://localhost", "localhost"),
            ("http://127.0.0.1:8042/v1/", "http://127.0.0.1:8042", "127.0.0.1"),
            ("http://[::1]:8042/v1/", "http://[::1]:8042", "[::1]"), ("http://[::1]/", "http://[::1]", "[::1]"),
            ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example", "xn--bcher-kva.example"),
        ])
    func parsed(_ url: String, _ origin: String, _ id: String) throws {
        let party = try #require(RelyingParty(url: url))
        #expect(party.origin == origin && party.id == id)
    }

    @Test(
        "Other URLs have none",
        arguments: [
            "", "auth.example.org", "ftp://auth.example.org/", "https://", "https:///v1", "https://Auth.example.org/",
            "https://user@auth.example.org/", "https://auth.example.org:/", "https://auth.example.org:0/",
            "https://auth.example.org:08443/", "https://auth.example.org:65536/", "https://auth.example.org:+1/",
            "https://auth.example.org:1:2/", "https://bücher.example/", "https://a\"b.example/",
            "https://a\\b.example/",
            "https://a b.example/", "https://[::1]x/", "HTTPS://auth.example.org/",
            "https://\(String(repeating: "a", count: 256))/",
        ])
    func refused(_ url: String) {
        #expect(RelyingParty(url: url) == nil)
    }
}
