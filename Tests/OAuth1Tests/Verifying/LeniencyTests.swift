import CryptoCore
import Testing

@testable import OAuth1

@Suite("Leniencies")
struct LeniencyTests {
    static func verify(
        _ request: ReceivedRequest, _ leniencies: Verifier.Leniencies, _ method: SignatureMethod = .hmacSHA1
    ) async throws -> VerifiedRequest {
        let verifier = try Verifier(ledger: InMemoryNonceLedger(), leniencies: leniencies, clock: { 1000 })
        return try await verifier.verify(request) { _, _ in try TestKeys.credentials(method) }
    }

    /// Verifies the request without suspending.
    static func verifySignature(_ request: ReceivedRequest, _ leniencies: Verifier.Leniencies) throws {
        let verifier = try Verifier(ledger: InMemoryNonceLedger(), leniencies: leniencies, clock: { 1000 })
        let credentials = try TestKeys.credentials(.hmacSHA1)
        var scratch = try VerificationScratch()
        let (method, url) = (Array(request.method.utf8), Array(request.url.utf8))
        let header = Array((request.authorization.first ?? "").utf8)
        try verifier.verifySignature(
            of: BorrowedRequest(
                method: method.span, url: url.span, authorization: header.span, isForm: request.hasFormBody,
                body: request.body.span),
            using: &scratch, credentials: CredentialFunction { _, _ in credentials })
    }

    /// Returns a request whose form is signed as `signed` and sent as `form`, with `query` behind the URL.
    static func request(signed: String, query: String, form: String) throws -> ReceivedRequest {
        let signer = Signer(credentials: try TestKeys.credentials(.hmacSHA1), clock: { 1000 })
        let header = try signer.authorizationHeader(
            method: "POST", url: "https://h/p", form: Array(signed.utf8), protocolParameters: [], realm: nil)
        return ReceivedRequest(
            method: "POST", url: "https://h/p" + query, authorization: [header],
            contentType: "application/x-www-form-urlencoded", body: Array(form.utf8))
    }

    @Test("Parameters that are repeated in the query are accepted with the leniency, and returned once")
    func repeatedQuery() async throws {
        let request = try Self.request(signed: "a=1&b=x%20y&a=0", query: "?a=1&b=x+y&a=0", form: "a=1&b=x%20y&a=0")
        let verified = try await Self.verify(request, .repeatedQuery)
        #expect(verified.parameters == [Parameter("a", "1"), Parameter("b", "x y"), Parameter("a", "0")])
        try Self.verifySignature(request, .repeatedQuery)
        for others: Verifier.Leniencies in [[], .replacedBytes, .sha1BodyHash] {
            await #expect(throws: VerificationError.signatureInvalid) { try await Self.verify(request, others) }
            #expect(throws: VerificationError.signatureInvalid) { try Self.verifySignature(request, others) }
        }
    }

    @Test(
        "A query that repeats the form without escaping is ignored: only the form's values are returned",
        arguments: [
            ("?a=x+/=1&b=2", "a=x%2b%2f%3d1&b=2", "x+/=1"), ("?a=x&y&b=2", "a=x%26y&b=2", "x&y"),
            ("?a=x&b=3&b=2", "a=x%26b%3d3&b=2", "x&b=3"), ("?a=x", "a=x%23y&b=2", "x#y"),
            ("?a=1&b=3", "a=1&b=2", "1"), ("?a=1&evil=1", "a=1&b=2", "1"), ("?a=9&b=9&a=9", "a=1&b=2", "1"),
        ])
    func unescapedQuery(query: String, form: String, value: String) async throws {
        let request = try Self.request(signed: form, query: query, form: form)
        let verified = try await Self.verify(request, .repeatedQuery)
        #expect(verified.parameters == [Parameter("a", value), Parameter("b", "2")])
        try Self.verifySignature(request, .repeatedQuery)
        for others: Verifier.Leniencies in [[], .replacedBytes, .sha1BodyHash] {
            await #expect(throws: VerificationError.signatureInvalid) { try await Self.verify(request, others) }
        }
        var tampered = request
        tampered.body += Array("&c=3".utf8)
        await #expect(throws: VerificationError.signatureInvalid) { try await Self.verify(tampered, .repeatedQuery) }
    }

    @Test("A query that begins otherwise than the form is not ignored")
    func notRepeated() async throws {
        for query in ["?b=2&a=1", "?A=1&b=2", "?evil=1", "?evil=1&a=1&b=2", "?=1&a=1&b=2", "?aa=1&b=2"] {
            let request = try Self.request(signed: "a=1&b=2", query: query, form: "a=1&b=2")
            await #expect(throws: VerificationError.signatureInvalid) {
                try await Self.verify(request, .repeatedQuery)
            }
        }
        // Without a form there is nothing that the query could repeat.
        let request = try Self.request(signed: "", query: "?a=1", form: "")
        await #expect(throws: VerificationError.signatureInvalid) { try await Self.verify(request, .repeatedQuery) }
    }

    @Test("Protocol parameters in the query are never ignored: a nonce would not be signed")
    func protocolParametersInQuery() async throws {
        let signer = Signer(credentials: try TestKeys.credentials(.hmacSHA1), clock: { 1000 })
        // Signed over the form alone, as if the query had nothing, and over nothing.
        let header = try signer.authorizationHeader(
            method: "POST", url: "https://h/p", form: Array("a=1".utf8), protocolParameters: [], realm: nil)
        let fields = header.dropFirst("OAuth ".count).replacing("\"", with: "").replacing(", ", with: "&")
        for query in ["?a=1&" + fields, "?" + fields + "&a=1"] {
            let request = ReceivedRequest(
                method: "POST", url: "https://h/p" + query, contentType: "application/x-www-form-urlencoded",
                body: Array("a=1".utf8))
            await #expect(throws: VerificationError.signatureInvalid) {
                try await Self.verify(request, .repeatedQuery)
            }
        }
        // In both places they are refused before any signature is computed.
        var doubled = try Self.request(signed: "a=1", query: "?a=1&oauth_nonce=x", form: "a=1")
        await #expect(throws: VerificationError.duplicateParameter("oauth_nonce")) {
            try await Self.verify(doubled, .repeatedQuery)
        }
        doubled.url = "https://h/p?a=1&oauth_other=x"
        await #expect(throws: VerificationError.duplicateParameter("oauth_other")) {
            try await Self.verify(doubled, .repeatedQuery)
        }
    }

    @Test("A request whose query and form are both signed, as in the RFC, is accepted in its first reading")
    func bothSigned() async throws {
        let request = try Self.request(signed: "a=1&a=1", query: "?a=1", form: "a=1")
        #expect(try await Self.verify(request, []).parameters.count == 2)
        #expect(try await Self.verify(request, .toopherClients).parameters.count == 2)
    }

    @Test(
        "Bytes that are not valid UTF-8 are accepted as U+FFFD with the leniency",
        arguments: [
            ("name=Ren%EF%BF%BD", "name=Ren%E9"), ("n%EF%BF%BD=1&a=2", "n%E9=1&a=2"),
            ("a=%EF%BF%BDb&c=%C3%A9", "a=%EF%bf%bdb&c=%c3%a9"),
        ])
    func replacedBytes(signed: String, form: String) async throws {
        let request = try Self.request(signed: signed, query: "", form: form)
        _ = try await Self.verify(request, .replacedBytes)
        try Self.verifySignature(request, .replacedBytes)
        // The third form is valid UTF-8.
        if form.contains("%E9") {
            await #expect(throws: VerificationError.signatureInvalid) { try await Self.verify(request, []) }
            await #expect(throws: VerificationError.signatureInvalid) {
                try await Self.verify(request, [.repeatedQuery, .sha1BodyHash])
            }
        }
    }

    @Test("A signature of other bytes is not valid with any leniency")
    func otherBytes() async throws {
        for form in ["name=Ren%E9&x=1", "name=Ren", "name=Ren%E9%E9", "name=%E9Ren"] {
            let request = try Self.request(signed: "name=Ren%EF%BF%BD", query: "", form: form)
            await #expect(throws: VerificationError.signatureInvalid) {
                try await Self.verify(request, .toopherClients)
            }
        }
    }

    @Test("Names that the replacement changes are sorted again")
    func sortedAnew() async throws {
        // %E9 sorts before %EA as it is sent; U+FFFD is %EF%BF%BD and sorts behind both.
        let request = try Self.request(signed: "%EA%AA%AA=1&%EF%BF%BD=2", query: "", form: "%E9=2&%EA%AA%AA=1")
        _ = try await Self.verify(request, .replacedBytes)
    }

    @Test("A SHA-1 body hash with a stronger method is accepted with the leniency")
    func sha1BodyHash() async throws {
        let body = Array("{}".utf8)
        let signer = Signer(credentials: try TestKeys.credentials(.hmacSHA256), clock: { 1000 })
        let url = try signer.signedURL(
            method: "POST", url: "https://h/",
            parameters: [Parameter("oauth_body_hash", Base64.encode(try Digest.sha1(body)))])
        var request = ReceivedRequest(method: "POST", url: url, contentType: "application/json", body: body)
        _ = try await Self.verify(request, .sha1BodyHash, .hmacSHA256)
        await #expect(throws: VerificationError.bodyHashMismatch) {
            try await Self.verify(request, .toopherClients, .hmacSHA256)
        }
        request.body = Array("{ }".utf8)
        await #expect(throws: VerificationError.bodyHashMismatch) {
            try await Self.verify(request, .sha1BodyHash, .hmacSHA256)
        }
    }
}
