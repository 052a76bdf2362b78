import CryptoCore
import TestSupport
import Testing

@testable import OAuth1

@Suite("Verifier")
struct VerifierTests {
    static let now: Int64 = 1_700_000_000
    let url = "https://api.example.com/v1/x"

    func header(at timestamp: Int64 = now, nonce: String = "n") throws -> String {
        try signer(at: timestamp, nonce: nonce).authorizationHeader(method: "GET", url: url)
    }

    func verifier(_ ledger: (any NonceLedger)? = nil, window: Duration = .seconds(300)) throws -> Verifier {
        try Verifier(window: window, ledger: ledger ?? InMemoryNonceLedger(), clock: { Self.now })
    }

    func verify(_ header: String..., by verifier: Verifier? = nil) async throws -> VerifiedRequest {
        try await (verifier ?? self.verifier()).verify(ReceivedRequest(method: "GET", url: url, authorization: header))
        {
            key, _ in key == "abcdefg" ? try credentials() : nil
        }
    }

    @Test("A timestamp within the window is accepted", arguments: [-300, -299, 0, 299, 300])
    func insideWindow(offset: Int64) async throws {
        _ = try await verify(header(at: Self.now + offset))
    }

    @Test("The longest window accepts any timestamp, and a negative one only the current time")
    func oddWindows() async throws {
        _ = try await verify(header(at: 1), by: verifier(window: .seconds(Int64.max)))
        _ = try await verify(header(), by: verifier(window: .seconds(Int64.min)))
        let early = try header(at: Self.now - 1)
        await #expect(throws: VerificationError.timestampOutsideWindow) {
            try await verify(early, by: verifier(window: .seconds(Int64.min)))
        }
    }

    @Test("A timestamp outside of the window is refused", arguments: [-301, 301, -1_000_000, 1_000_000_000])
    func outsideWindow(offset: Int64) async throws {
        let header = try header(at: Self.now + offset)
        await #expect(throws: VerificationError.timestampOutsideWindow) { try await verify(header) }
    }

    @Test("A clock that is far off refuses, and does not trap", arguments: [Int64.min, -1, 1 << 60, .max])
    func oddClocks(now: Int64) async throws {
        let header = try header()
        for window in [Duration.seconds(300), .zero] {
            let verifier = try Verifier(window: window, ledger: InMemoryNonceLedger(), clock: { now })
            await #expect(throws: VerificationError.timestampOutsideWindow) { try await verify(header, by: verifier) }
        }
        guard now != .min else { return }
        let patient = try Verifier(window: .seconds(Int64.max), ledger: InMemoryNonceLedger(), clock: { now })
        _ = try await verify(header, by: patient)
    }

    @Test("An unknown key and a wrong signature have different errors for the operator")
    func unknownKey() async throws {
        let header = try header()
        await #expect(throws: VerificationError.unknownConsumer) {
            try await verify(header.replacing("abcdefg", with: "stranger"))
        }
        await #expect(throws: VerificationError.signatureInvalid) {
            try await verify(header.replacing("oauth_nonce=\"n\"", with: "oauth_nonce=\"m\""))
        }
    }

    @Test("A refused request does not use up its nonce")
    func nothingRecorded() async throws {
        let ledger = try InMemoryNonceLedger()
        let verifier = try verifier(ledger)
        let header = try header()
        for bad in [
            header.replacing("abcdefg", with: "stranger"),
            header.replacing("oauth_signature=\"", with: "oauth_signature=\"A"),
            try self.header(at: Self.now - 1000),
        ] {
            await #expect(throws: VerificationError.self) { try await verify(bad, by: verifier) }
        }
        #expect(ledger.count == 0)
        _ = try await verify(header, by: verifier)
        #expect(ledger.count == 1)
        await #expect(throws: VerificationError.nonceReplayed) { try await verify(header, by: verifier) }
    }

    @Test(
        "A request without a required protocol parameter is refused",
        arguments: [
            "oauth_consumer_key", "oauth_signature", "oauth_signature_method", "oauth_timestamp", "oauth_nonce",
        ])
    func missing(name: String) async throws {
        let elements = try header().dropFirst("OAuth ".count).split(separator: ", ")
        let without = "OAuth " + elements.filter { !$0.hasPrefix(name + "=") }.joined(separator: ", ")
        await #expect(throws: VerificationError.missingParameter(name)) { try await verify(without) }
        let empty =
            "OAuth " + elements.map { $0.hasPrefix(name + "=") ? "\(name)=\"\"" : String($0) }.joined(separator: ", ")
        await #expect(throws: VerificationError.missingParameter(name)) { try await verify(empty) }
    }

    @Test("An oauth_version other than 1.0 is refused")
    func version() async throws {
        let header = try header().replacing("oauth_version=\"1.0\"", with: "oauth_version=\"2.0\"")
        await #expect(throws: VerificationError.unsupportedVersion) { try await verify(header) }
        // The examples of RFC 5849 omit it; see PublishedExampleTests.
    }

    @Test("Protocol parameters that are repeated or come from two sources are refused")
    func duplicates() async throws {
        let header = try header()
        await #expect(throws: VerificationError.duplicateParameter("oauth_nonce")) {
            try await verify(header + ", oauth_nonce=\"n\"")
        }
        await #expect(throws: VerificationError.self) { try await verify(header, header) }
        let request = ReceivedRequest(method: "GET", url: url + "?oauth_token=", authorization: [header])
        await #expect(throws: VerificationError.duplicateParameter("oauth_token")) {
            try await verifier().verify(request) { _, _ in try credentials() }
        }
    }

    @Test(
        "A malformed timestamp is refused",
        arguments: ["0", "-5", "+1700000000", "1e9", "01700000000", "99999999999999999999", " 1"])
    func badTimestamps(text: String) async throws {
        let header = try header().replacing("\"1700000000\"", with: "\"\(PercentEncoding.encode(text))\"")
        await #expect(throws: VerificationError.invalidTimestamp) { try await verify(header) }
    }

    @Test(
        "A malformed signature is not valid",
        arguments: ["x", "====", "AAAA", "aGh0SzRYdnE4OTlkS0VmUHE0elQ", "hHtK4Xvq899dKEfPq4zT/aO6YYg", "é"])
    func badSignatures(text: String) async throws {
        let valid = try header()
        let start = try #require(valid.firstRange(of: "oauth_signature=\""))
        let header = valid[..<start.upperBound] + PercentEncoding.encode(text) + "\""
        await #expect(throws: VerificationError.signatureInvalid) { try await verify(String(header)) }
    }

    @Test("A realm is excluded in the header, and signed in a query")
    func realm() async throws {
        let realm = try signer().authorizationHeader(method: "GET", url: url, realm: "Example")
        let verified = try await verify(realm)
        #expect(verified.parameters.isEmpty)
        // A realm that is appended to the query of a signed request is not signed.
        for extra in ["?realm=EVIL", "?realm="] {
            let request = ReceivedRequest(method: "GET", url: url + extra, authorization: [realm])
            await #expect(throws: VerificationError.signatureInvalid) {
                try await verifier().verify(request) { _, _ in try credentials() }
            }
        }
        // A realm that was signed in the query is returned, even with a realm in the header.
        let header = try signer().authorizationHeader(method: "GET", url: url + "?realm=x", realm: "Example")
        let request = ReceivedRequest(method: "GET", url: url + "?realm=x", authorization: [header])
        let kept = try await verifier().verify(request) { _, _ in try credentials() }
        #expect(kept.parameters == [Parameter("realm", "x")])
    }

    @Test(
        "A malformed header is refused",
        arguments: [
            "OAuth", "OAuth ", "OAuth oauth_nonce", "OAuth oauth_nonce=n", "OAuth oauth_nonce=\"n", "OAuth =\"n\"",
            "OAuth oauth_nonce=\"n\" oauth_version=\"1.0\"", "OAuth oauth_nonce=\"%zz\"", "OAuth \"oauth_nonce\"=\"n\"",
            "OAuth realm=\"a\", realm=\"b\"", "OAuth oauth_nonce=\"\\", "OAuth ,,,", "Basic YTpi", "",
            "OAuth\toauth_nonce=\"\u{7f}\"",
        ])
    func grammar(header: String) async {
        await #expect(throws: VerificationError.self) { try await verify(header) }
    }

    @Test("The case of the scheme, tabs, empty elements and another scheme's header do not matter")
    func tolerantGrammar() async throws {
        let header = try header()
        _ = try await verify(header.replacing("OAuth ", with: "oauth\t ,, "))
        _ = try await verify(header.replacing(", ", with: ","))
        _ = try await verify("Basic YTpi", header + " , ")
    }

    @Test("A request above a limit is refused")
    func limits() async throws {
        let verifier = try Verifier(
            ledger: InMemoryNonceLedger(), maximumBytes: 2000, maximumParameters: 20, clock: { Self.now })
        let long = ReceivedRequest(method: "GET", url: url + "?" + String(repeating: "a", count: 2000))
        await #expect(throws: VerificationError.malformed(.tooLarge(limit: 2000))) {
            try await verifier.verify(long) { _, _ in nil }
        }
        let many = ReceivedRequest(method: "GET", url: url + "?" + String(repeating: "a&", count: 21))
        await #expect(throws: VerificationError.malformed(.tooLarge(limit: 20))) {
            try await verifier.verify(many) { _, _ in nil }
        }
    }

    @Test("Arbitrary bytes are refused without a trap")
    func hostileBytes() async throws {
        var generator = SeededGenerator(seed: 5849)
        let alphabet = Array("OAuth oauth_nonce=\"%,&?:/[]@#\\%zz\u{0}\u{7f}é+".utf8)
        func noise() -> String {
            let bytes = (0..<Int.random(in: 0..<60, using: &generator)).map { _ in
                Bool.random(using: &generator)
                    ? alphabet.randomElement(using: &generator) ?? 0 : UInt8.random(in: 0...255, using: &generator)
            }
            return String(decoding: bytes, as: UTF8.self)
        }
        let verifier = try verifier()
        for _ in 0..<3000 {
            let request = ReceivedRequest(
                method: noise(), url: "http://" + noise(), authorization: ["OAuth " + noise(), noise()],
                contentType: "application/x-www-form-urlencoded" + noise(), body: Array(noise().utf8))
            await #expect(throws: VerificationError.self) { try await verifier.verify(request) { _, _ in nil } }
        }
    }

    @Test("An error of the lookup is rethrown")
    func lookupFails() async throws {
        struct Unavailable: Error {}
        let request = ReceivedRequest(method: "GET", url: url, authorization: [try header()])
        await #expect(throws: Unavailable.self) { try await verifier().verify(request) { _, _ in throw Unavailable() } }
    }
}
