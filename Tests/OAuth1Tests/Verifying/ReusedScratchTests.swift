import Testing

@testable import OAuth1

@Suite("A reused scratch")
struct ReusedScratchTests {
    private let accepted = """
        OAuth oauth_consumer_key="abcdefg", oauth_token="the%20token", oauth_signature_method="HMAC-SHA1", \
        oauth_timestamp="1000", oauth_nonce="abcdef0123456789", oauth_signature="AAAA"
        """

    // Each is refused at another step, before all of its fields are parsed.
    @Test(arguments: [
        ("", "https://example.com/", ""),
        ("GET", "not a URL", ""),
        ("GET", "http://h", ""),
        ("GET", "http://h", "OAuth oauth_nonce"),
        ("GET", "http://h", #"OAuth oauth_signature_method="PLAINTEXT""#),
        ("GET", "http://h", #"OAuth oauth_signature_method="HMAC-SHA1""#),
        ("GET", "https://example.com/" + String(repeating: "x", count: 2000), ""),
    ])
    func saysNothingOfTheRequestBefore(method: String, url: String, authorization: String) throws {
        let verifier = try Verifier(ledger: InMemoryNonceLedger(), maximumBytes: 1000, clock: { 1000 })
        var scratch = try VerificationScratch()
        verify("POST", "https://example.com/" + String(repeating: "p", count: 400), accepted, verifier, &scratch)
        let before = String(copying: scratch.consumerKey)
        #expect(before == "abcdefg")

        verify(method, url, authorization, verifier, &scratch)
        let counts = [scratch.consumerKey.count, scratch.token.count, scratch.nonce.count]
        #expect(counts == [0, 0, 0])
        let timestamp = scratch.timestamp
        #expect(timestamp == 0)
        let base = String(copying: scratch.baseString)
        #expect(!base.contains("pppp"))
    }

    private func verify(
        _ method: String, _ url: String, _ authorization: String, _ verifier: Verifier,
        _ scratch: inout VerificationScratch
    ) {
        let (method, url, authorization) = (Array(method.utf8), Array(url.utf8), Array(authorization.utf8))
        #expect(throws: VerificationError.self) {
            try verifier.verifySignature(
                of: BorrowedRequest(
                    method: method.span, url: url.span, authorization: authorization.span, isForm: false, body: Span()),
                using: &scratch, credentials: CredentialFunction { _, _ in nil })
        }
    }
}
