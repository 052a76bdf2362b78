import CryptoCore
import HTTPTypes
import Testing

@testable import OAuth1

@Suite("TrustedProxies")
struct TrustedProxiesTests {
    static let everything: [(name: String, value: String)] = [
        ("Forwarded", "for=192.0.2.1;proto=https;host=evil"), ("X-Forwarded-For", "192.0.2.1"),
        ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "evil"),
    ]

    @Test(
        "The fields of a peer that is not trusted are ignored, well-formed or not",
        arguments: [
            "192.0.2.1", "11.0.0.0", "9.255.255.255", "2001:db9::1", "::ffff:11.0.0.1", "::1", "2001:db8::1%eth0",
            "::10.0.0.1",
        ])
    func untrusted(peer: String) {
        for headers in [
            Self.everything, [("Forwarded", "\"")], [("X-Forwarded-Proto", String(repeating: "a", count: 99_999))],
        ] {
            for writing in [TrustedProxies.Writing.replacing, .appending] {
                let request = ArrivedCase(
                    peer: peer, fields: [.forwarded, .xForwardedProto, .xForwardedHost], writing: writing,
                    headers: headers)
                #expect(request.outcome() == .arrived)
            }
        }
    }

    @Test(
        "A trusted peer is recognised in any notation",
        arguments: ["10.0.0.1", "::ffff:10.0.0.1", "::ffff:a00:1", "2001:DB8::1"])
    func trusted(peer: String) {
        let request = ArrivedCase(peer: peer, headers: [("Forwarded", "for=192.0.2.1;proto=https;host=a")])
        #expect(request.outcome() == .origin("https://a"))
    }

    @Test(
        "A peer that is not an address is an error",
        arguments: ["", "10.0.0.1:80", "[::1]", "localhost", "unix:/run/x", "10.0.0.1 ", "10.0.0.01"])
    func invalidPeer(peer: String) {
        #expect(ArrivedCase(peer: peer).outcome() == .error(.invalidPeer))
    }

    @Test("A trusted peer without fields is the client")
    func direct() {
        #expect(ArrivedCase(fields: [.forwarded, .xForwardedProto]).outcome() == .arrived)
        #expect(ArrivedCase(scheme: "HTTPS", authority: "A:443").outcome() == .origin("https://a"))
        #expect(ArrivedCase(scheme: "http", authority: "a:443").outcome() == .origin("http://a:443"))
    }

    @Test("Both families of fields must agree")
    func contradiction() {
        func outcome(_ forwarded: String, proto: String, host: String?) -> Outcome {
            let headers =
                [("Forwarded", forwarded), ("X-Forwarded-Proto", proto)]
                + (host.map { [("X-Forwarded-Host", $0)] } ?? [])
            return ArrivedCase(fields: [.forwarded, .xForwardedProto, .xForwardedHost], headers: headers).outcome()
        }
        let own = "for=192.0.2.1;proto=https;host=\"a:443\""
        #expect(outcome(own, proto: "https", host: "A") == .origin("https://a"))
        #expect(outcome(own, proto: "http", host: "a") == .error(.contradictory(.forwarded, .xForwardedProto)))
        #expect(outcome(own, proto: "https", host: "b") == .error(.contradictory(.forwarded, .xForwardedHost)))
        #expect(outcome(own, proto: "https", host: "a:80") == .error(.contradictory(.forwarded, .xForwardedHost)))
        // A proxy that does not change Host omits X-Forwarded-Host.
        #expect(outcome(own, proto: "https", host: nil) == .error(.contradictory(.forwarded, .xForwardedHost)))
        #expect(outcome(own, proto: "https, http", host: "a") == .error(.severalValues(.xForwardedProto)))
        #expect(
            outcome("for=192.0.2.1;proto=https", proto: "https", host: nil) == .origin("https://internal.example:8080"))
        // The client writes one family, and the proxies write the other one.
        #expect(
            outcome("for=10.0.0.9;proto=https;host=evil", proto: "http", host: "a")
                == .error(.contradictory(.forwarded, .xForwardedProto)))
    }

    @Test("A value that only one family has comes from that one")
    func complement() {
        let headers = [("Forwarded", "for=192.0.2.1;proto=https;host=a"), ("X-Forwarded-Proto", "https")]
        #expect(
            ArrivedCase(fields: [.forwarded, .xForwardedProto], headers: headers).outcome() == .origin("https://a"))
        #expect(
            ArrivedCase(fields: [.forwarded, .xForwardedHost], headers: [headers[0]]).outcome() == .origin("https://a"))
    }

    @Test("The scheme of the connection must be http or https", arguments: ["", "ftp", "https:", "wss", "http "])
    func scheme(scheme: String) {
        #expect(ArrivedCase(scheme: scheme).outcome().isMalformed(.scheme))
    }

    @Test("The received host must be well-formed if it is used")
    func authority() {
        for authority in ["a b", "user@a", "a/b", "a:", "[::1", "a,b", "http://a", "é", "a\r\nb", ":80", "a:99999"] {
            #expect(ArrivedCase(authority: authority).outcome().isMalformed(.authority))
            let request = ArrivedCase(authority: authority, headers: [("Forwarded", "for=1.1.1.1;proto=https;host=a")])
            #expect(request.outcome() == .origin("https://a"))
        }
        for authority in ["", nil] {
            #expect(ArrivedCase(authority: authority).outcome() == .error(.missing(.authority)))
        }
        #expect(ArrivedCase(authority: "[2001:DB8::1]:80").outcome() == .origin("http://[2001:db8::1]"))
    }

    @Test("An HTTPRequest has the same URL")
    func httpRequest() throws {
        var request = HTTPRequest(method: .get, scheme: "http", authority: "internal", path: "/a?b")
        let proxies = try TrustedProxies(["10.0.0.1"], setting: .xForwardedProto)
        let name = try #require(HTTPField.Name("X-Forwarded-Proto"))
        request.headerFields.append(HTTPField(name: name, value: "https"))
        #expect(try proxies.externalURL(of: request, scheme: "http", peer: "10.0.0.1") == "https://internal/a?b")
        #expect(try proxies.externalURL(of: request, scheme: "http", peer: "10.0.0.2") == "http://internal/a?b")
        request.headerFields.append(HTTPField(name: name, value: "https"))
        #expect(throws: ExternalURLError.severalValues(.xForwardedProto)) {
            try proxies.externalURL(of: request, scheme: "http", peer: "10.0.0.1")
        }
        request.path = nil
        #expect(throws: ExternalURLError.self) {
            try proxies.externalURL(of: request, scheme: "http", peer: "10.0.0.2")
        }
    }

    @Test("A request that was signed for the proxy is accepted behind it, but not from another peer")
    func endToEnd() async throws {
        let proxies = try TrustedProxies(["10.0.0.1"], setting: .forwarded)
        let header = try signer().authorizationHeader(method: "GET", url: "https://api.example.com/v1/x?y=1")
        func verify(peer: String) async throws -> VerifiedRequest {
            let url = try proxies.externalURL(
                scheme: "http", authority: "backend:8080", target: "/v1/x?y=1", peer: peer,
                headers: [("Forwarded", "for=192.0.2.1;proto=https;host=api.example.com")])
            return try await Verifier(ledger: InMemoryNonceLedger(), clock: { 1_700_000_000 }).verify(
                ReceivedRequest(method: "GET", url: url, authorization: [header])
            ) { _, _ in try credentials() }
        }
        #expect(try await verify(peer: "10.0.0.1").consumerKey == "abcdefg")
        await #expect(throws: VerificationError.signatureInvalid) { try await verify(peer: "10.0.0.2") }
    }

    @Test("An error contains nothing that the client sent")
    func silence() {
        for outcome in [
            forwarded("for=sesame"), forwarded("proto=sesame"), forwarded("proto=https;host=\"sesame!\""),
            xForwarded(proto: "sesame"), ArrivedCase(authority: "sesame!").outcome(),
            ArrivedCase(target: "sesame").outcome(), ArrivedCase(peer: "sesame").outcome(),
        ] {
            guard case .error(let error) = outcome else {
                Issue.record("no error")
                continue
            }
            #expect(!error.description.contains("sesame"))
        }
    }
}
