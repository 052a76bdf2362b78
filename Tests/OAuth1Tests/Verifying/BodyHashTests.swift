import CryptoCore
import Testing

@testable import OAuth1

@Suite("oauth_body_hash")
struct BodyHashTests {
    static func credentials(_ method: SignatureMethod) throws -> Credentials {
        try TestKeys.credentials(method)
    }

    static func verify(
        _ header: String, body: String, type: String? = "application/json", method: SignatureMethod = .hmacSHA1
    ) async throws -> VerifiedRequest {
        let request = ReceivedRequest(
            method: "PUT", url: "https://h/", authorization: [header], contentType: type, body: Array(body.utf8))
        return try await Verifier(ledger: InMemoryNonceLedger(), clock: { 1000 }).verify(request) { _, _ in
            try credentials(method)
        }
    }

    @Test(
        "The hashes of the extension's examples are accepted",
        arguments: [("Hello World!", "Lve95gjOVATpfV8EL5X4nxwjKHE="), ("", "2jmj7l5rSw0yVb/vlWAYkK/YBwk=")])
    func published(body: String, hash: String) async throws {
        let signer = Signer(credentials: try Self.credentials(.hmacSHA1), clock: { 1000 })
        let header = try signer.authorizationHeader(method: "PUT", url: "https://h/", hashing: Array(body.utf8))
        #expect(header.contains("oauth_body_hash=\"\(PercentEncoding.encode(hash))\""))
        _ = try await Self.verify(header, body: body)
    }

    @Test("Another body is refused with every hash function", arguments: SignatureMethod.allCases)
    func changedBody(method: SignatureMethod) async throws {
        let signer = Signer(credentials: try Self.credentials(method), clock: { 1000 })
        let header = try signer.authorizationHeader(method: "PUT", url: "https://h/", hashing: Array("{\"a\":1}".utf8))
        _ = try await Self.verify(header, body: "{\"a\":1}", method: method)
        for body in ["{\"a\":2}", "{\"a\":1} ", "{\"a\":1", ""] {
            await #expect(throws: VerificationError.bodyHashMismatch) {
                try await Self.verify(header, body: body, method: method)
            }
        }
    }

    @Test("A hashed body may be longer than a form, and both have a limit")
    func longBody() async throws {
        let credentials = try Self.credentials(.hmacSHA1)
        let body = [UInt8](repeating: UInt8(ascii: "a"), count: ParsedRequest.maximumBytes + 1)
        let header = try Signer(credentials: credentials, clock: { 1000 })
            .authorizationHeader(method: "PUT", url: "https://h/", hashing: body)
        func verify(_ type: String, limit: Int) async throws {
            let request = ReceivedRequest(
                method: "PUT", url: "https://h/", authorization: [header], contentType: type, body: body)
            let verifier = try Verifier(ledger: InMemoryNonceLedger(), maximumBytes: limit, clock: { 1000 })
            _ = try await verifier.verify(request) { _, _ in credentials }
        }
        try await verify("application/octet-stream", limit: .max)
        await #expect(throws: VerificationError.malformed(.tooLarge(limit: body.count))) {
            try await verify("application/octet-stream", limit: body.count)
        }
        await #expect(throws: VerificationError.malformed(.tooLarge(limit: ParsedRequest.maximumBytes))) {
            try await verify("application/x-www-form-urlencoded", limit: .max)
        }
    }

    @Test("The diagnosis has the same limits: a long header or form is refused, a long body is ignored")
    func longExplained() throws {
        let long = String(repeating: "a", count: ParsedRequest.maximumBytes)
        func explain(_ type: String, header: String = "", body: String = "") throws {
            let header = header.isEmpty ? [] : [header]
            let request = ReceivedRequest(
                method: "PUT", url: "https://h/", authorization: header, contentType: type, body: Array(body.utf8))
            _ = try SignatureBaseString(request)
        }
        try explain("text/plain", body: long)
        let refusal = OAuth1Error.tooLarge(limit: ParsedRequest.maximumBytes)
        #expect(throws: refusal) { try explain("application/x-www-form-urlencoded", body: long) }
        #expect(throws: refusal) { try explain("text/plain", header: "OAuth a=\"\(long)\"") }
    }

    @Test("A hash of another function and a malformed hash are refused")
    func wrongHash() async throws {
        let body = Array("x".utf8)
        let signer = Signer(credentials: try Self.credentials(.hmacSHA256), clock: { 1000 })
        for hash in [Base64.encode(try Digest.sha1(body)), "x", ""] {
            // Signed like any other parameter, so that only the hash itself is wrong.
            let url = try signer.signedURL(
                method: "PUT", url: "https://h/", parameters: [Parameter("oauth_body_hash", hash)])
            let request = ReceivedRequest(method: "PUT", url: url, contentType: "text/plain", body: body)
            await #expect(throws: VerificationError.bodyHashMismatch) {
                try await Verifier(ledger: InMemoryNonceLedger(), clock: { 1000 }).verify(request) { _, _ in
                    try Self.credentials(.hmacSHA256)
                }
            }
        }
    }

    @Test("A hash with a form is refused, and one that was removed invalidates the signature")
    func form() async throws {
        let signer = Signer(credentials: try Self.credentials(.hmacSHA1), clock: { 1000 })
        let header = try signer.authorizationHeader(method: "PUT", url: "https://h/", hashing: Array("a=b".utf8))
        await #expect(throws: VerificationError.bodyHashWithForm) {
            try await Self.verify(header, body: "a=b", type: "application/x-www-form-urlencoded")
        }
        let start = try #require(header.firstRange(of: "oauth_body_hash"))
        let end = try #require(header.firstRange(of: "oauth_nonce"))
        let without = header[..<start.lowerBound] + header[end.lowerBound...]
        await #expect(throws: VerificationError.signatureInvalid) {
            try await Self.verify(String(without), body: "a=b")
        }
    }
}
