import CryptoCore
import Testing

@testable import OAuth1

/// RFC 5849 section 3.4.4.
@Suite("PLAINTEXT")
struct PlaintextTests {
    static func credentials(withoutTLS: Bool = false) throws -> Credentials {
        try Credentials(
            consumerKey: "dpf43f3p2l4k3l03", token: "nnch734d00sl2jdk",
            key: .plaintext(
                consumerSecret: SecretBytes(utf8: "kd94hf93k423kf44"),
                tokenSecret: SecretBytes(utf8: "pfkkdhi9sl3r4s00&"),
                withoutTLS: withoutTLS))
    }

    static func verify(
        _ header: String, url: String = "https://h/", credentials: Credentials, ledger: InMemoryNonceLedger? = nil
    ) async throws -> VerifiedRequest {
        let request = ReceivedRequest(method: "GET", url: url, authorization: [header])
        return try await Verifier(ledger: ledger ?? InMemoryNonceLedger(), clock: { 1000 }).verify(request) { _, _ in
            credentials
        }
    }

    /// RFC 5849 sections 1.2 and 2.1: both secrets are percent-encoded, and the whole again for the header.
    @Test("The signature is both secrets, percent-encoded, and again in the header")
    func signature() async throws {
        let credentials = try Self.credentials()
        let header = try Signer(credentials: credentials, clock: { 1000 }).authorizationHeader(
            method: "GET", url: "https://h/")
        #expect(header.contains("oauth_signature=\"kd94hf93k423kf44%26pfkkdhi9sl3r4s00%2526\""))
        _ = try await Self.verify(header, credentials: credentials)

        let url = try Signer(credentials: credentials, clock: { 1000 }).signedURL(url: "https://h/")
        _ = try await Verifier(ledger: InMemoryNonceLedger(), clock: { 1000 }).verify(
            ReceivedRequest(method: "GET", url: url)
        ) { _, _ in credentials }
    }

    @Test(
        "Any other text is refused",
        arguments: [
            "", "%26", "kd94hf93k423kf44", "kd94hf93k423kf44%26", "kd94hf93k423kf44%26pfkkdhi9sl3r4s00",
            "kd94hf93k423kf44%26pfkkdhi9sl3r4s00%2527", "kd94hf93k423kf44%26pfkkdhi9sl3r4s00%26",
            "kd94hf93k423kf44%26pfkkdhi9sl3r4s00%2526a", "KD94HF93K423KF44%26pfkkdhi9sl3r4s00%2526",
        ])
    func tampered(signature: String) async throws {
        let credentials = try Self.credentials()
        let header = """
            OAuth oauth_consumer_key="dpf43f3p2l4k3l03",oauth_token="nnch734d00sl2jdk",\
            oauth_signature_method="PLAINTEXT",oauth_signature="\(signature)"
            """
        await #expect(
            throws: signature.isEmpty ? VerificationError.missingParameter("oauth_signature") : .signatureInvalid
        ) { try await Self.verify(header, credentials: credentials) }
    }

    @Test("Nonce and timestamp may be missing together, and are checked if they are present")
    func optionalNonce() async throws {
        let credentials = try Self.credentials()
        let signed = """
            OAuth oauth_consumer_key="dpf43f3p2l4k3l03",oauth_token="nnch734d00sl2jdk",\
            oauth_signature_method="PLAINTEXT",oauth_signature="kd94hf93k423kf44%26pfkkdhi9sl3r4s00%2526"
            """
        let ledger = try InMemoryNonceLedger()
        for _ in 0..<2 { _ = try await Self.verify(signed, credentials: credentials, ledger: ledger) }
        let stamped = signed + ",oauth_timestamp=\"1000\",oauth_nonce=\"n\""
        _ = try await Self.verify(stamped, credentials: credentials, ledger: ledger)
        await #expect(throws: VerificationError.nonceReplayed) {
            try await Self.verify(stamped, credentials: credentials, ledger: ledger)
        }
        await #expect(throws: VerificationError.timestampOutsideWindow) {
            try await Self.verify(
                signed + ",oauth_timestamp=\"1\",oauth_nonce=\"n\"", credentials: credentials, ledger: ledger)
        }
        await #expect(throws: VerificationError.missingParameter("oauth_timestamp")) {
            try await Self.verify(signed + ",oauth_nonce=\"n\"", credentials: credentials)
        }
        await #expect(throws: VerificationError.missingParameter("oauth_nonce")) {
            try await Self.verify(signed + ",oauth_timestamp=\"1000\"", credentials: credentials)
        }
    }

    @Test("Without TLS it is neither sent nor accepted, unless the key permits it")
    func transportSecurity() async throws {
        let (strict, lax) = (try Self.credentials(), try Self.credentials(withoutTLS: true))
        #expect(throws: OAuth1Error.plaintextWithoutTLS) {
            try Signer(credentials: strict).authorizationHeader(method: "GET", url: "http://h/")
        }
        let header = try Signer(credentials: lax, clock: { 1000 }).authorizationHeader(method: "GET", url: "http://h/")
        await #expect(throws: VerificationError.plaintextWithoutTLS) {
            try await Self.verify(header, url: "http://h/", credentials: strict)
        }
        _ = try await Self.verify(header, url: "http://h/", credentials: lax)
    }
}
