import CryptoCore
import TestSupport
import Testing

@testable import OAuth1

@Suite("Signature methods")
struct SignatureMethodTests {
    static func credentials(_ method: SignatureMethod) throws -> Credentials {
        try TestKeys.credentials(method)
    }

    static func verify(_ header: String, with credentials: Credentials?) async throws -> VerifiedRequest {
        let request = ReceivedRequest(method: "GET", url: "https://h/?a=b", authorization: [header])
        return try await Verifier(ledger: InMemoryNonceLedger(), clock: { 1000 }).verify(request) { _, _ in credentials
        }
    }

    @Test("names are read as they are written, in their one spelling")
    func names() {
        for method in SignatureMethod.allCases { #expect(SignatureMethod(name: method.name) == method) }
        for name in ["hmac-sha1", "HMAC-SHA", "HMAC-SHA1 ", "HMAC-MD5", ""] {
            #expect(SignatureMethod(name: name) == nil)
        }
    }

    @Test("what one method signs is verified with it, and with no other", arguments: SignatureMethod.allCases)
    func oneMethod(method: SignatureMethod) async throws {
        let signer = Signer(credentials: try Self.credentials(method), clock: { 1000 })
        let header = try signer.authorizationHeader(method: "GET", url: "https://h/?a=b")
        #expect(header.contains("oauth_signature_method=\"\(method.name)\""))
        let verified = try await Self.verify(header, with: try Self.credentials(method))
        #expect(verified.consumerKey == "k")

        for other in SignatureMethod.allCases where other != method {
            await #expect(throws: VerificationError.signatureMethodNotAllowed) {
                try await Self.verify(header, with: try Self.credentials(other))
            }
            // Renaming the method changes what is signed, and the credentials still decide.
            let renamed = header.replacing("\"\(method.name)\"", with: "\"\(other.name)\"")
            await #expect(throws: VerificationError.signatureMethodNotAllowed) {
                try await Self.verify(renamed, with: try Self.credentials(method))
            }
            await #expect(throws: VerificationError.signatureInvalid) {
                try await Self.verify(renamed, with: try Self.credentials(other))
            }
        }
        await #expect(throws: VerificationError.unknownConsumer) { try await Self.verify(header, with: nil) }
    }

    @Test("a public key verifies, and does not sign")
    func publicKey() async throws {
        let key = try RSAPublicKey(pemRepresentation: RSAFixtures.spki)
        let verifying = try Credentials(consumerKey: "k", key: .rsaPublic(.sha256, key))
        let header = try Signer(credentials: Self.credentials(.rsaSHA256), clock: { 1000 }).authorizationHeader(
            method: "GET", url: "https://h/?a=b")
        _ = try await Self.verify(header, with: verifying)
        await #expect(throws: VerificationError.signatureInvalid) {
            try await Self.verify(header.replacing("oauth_nonce=\"", with: "oauth_nonce=\"0"), with: verifying)
        }
        #expect {
            try Signer(credentials: verifying).authorizationHeader(method: "GET", url: "https://h/")
        } throws: { error in
            if case OAuth1Error.crypto(.invalidKey) = error { true } else { false }
        }
    }

    @Test("methods that are not offered are refused before anything is computed")
    func unsupported() async throws {
        let signer = Signer(credentials: try Self.credentials(.hmacSHA1), clock: { 1000 })
        let header = try signer.authorizationHeader(method: "GET", url: "https://h/?a=b")
        for name in ["plaintext", "RSA-SHA", "HMAC-SHA11", "hmac-sha1", "HMAC-SHA", "RSA-MD5"] {
            await #expect(throws: VerificationError.unsupportedSignatureMethod) {
                try await Self.verify(header.replacing("HMAC-SHA1", with: name), with: Self.credentials(.hmacSHA1))
            }
        }
    }

    @Test("the work item of the benchmark has its known signature, in both directions, on bytes")
    func synchronous() throws {
        let credentials = try Credentials(consumerKey: "abcdefg", consumerSecret: SecretBytes(utf8: "hijklmnop"))
        let signer = Signer(credentials: credentials)
        let verifier = try Verifier(ledger: InMemoryNonceLedger(), clock: { 1_700_000_000 })
        let (method, url) = (Array("POST".utf8), Array("https://api.example.com/v1/pairings/create".utf8))
        let form = Array("pairing_phrase=awkward+turtle&user_name=jdoe%40example.com".utf8)
        let nonce = Array("abcdef0123456789".utf8)
        var signing = try SigningScratch()
        try signer.sign(
            method: method.span, url: url.span, form: form.span, nonce: nonce.span, timestamp: 1_700_000_000,
            using: &signing)
        #expect(String(copying: signing.signature) == "hHtK4Xvq899dKEfPq4zT/aO6YYg=")
        #expect(copy(signing.baseString).count == 284)

        let header = copy(signing.authorization)
        var scratch = try VerificationScratch()
        for _ in 0..<2 {
            try verifier.verifySignature(
                method: method.span, url: url.span, authorization: header.span, isForm: true, body: form.span,
                using: &scratch
            ) { key, token in
                String(copying: key) == "abcdefg" && token.isEmpty ? credentials : nil
            }
            #expect(copy(scratch.nonce) == nonce)
            #expect(scratch.parameters().map(\.name) == ["pairing_phrase", "user_name"])
            // A refused request leaves nothing behind that the next one would see.
            var tampered = form
            tampered[5] ^= 1
            #expect(throws: VerificationError.signatureInvalid) {
                try verifier.verifySignature(
                    method: method.span, url: url.span, authorization: header.span, isForm: true,
                    body: tampered.span, using: &scratch
                ) { _, _ in credentials }
            }
        }
    }

    @Test("a request that cannot be parsed or signed leaves nothing of the one before it")
    func nothingStale() throws {
        let credentials = try Self.credentials(.hmacSHA1)
        let verifier = try Verifier(ledger: InMemoryNonceLedger(), maximumBytes: 500, clock: { 1000 })
        let signer = Signer(credentials: credentials)
        let (method, url, nonce, none) = (Array("GET".utf8), Array("https://h/".utf8), Array("n".utf8), [UInt8]())
        var signing = try SigningScratch()
        var scratch = try VerificationScratch()
        for bad in [Array("h".utf8), Array("https://h/?x=\"".utf8), [UInt8](repeating: 0x61, count: 501)] {
            try signer.sign(
                method: method.span, url: url.span, form: none.span, nonce: nonce.span, timestamp: 1000, using: &signing
            )
            let header = copy(signing.authorization)
            try verifier.verifySignature(
                method: method.span, url: url.span, authorization: header.span, isForm: false, body: none.span,
                using: &scratch
            ) { _, _ in credentials }
            #expect(copy(scratch.consumerKey) == Array("k".utf8))

            #expect(throws: VerificationError.self) {
                try verifier.verifySignature(
                    method: method.span, url: bad.span, authorization: none.span, isForm: false, body: none.span,
                    using: &scratch
                ) { _, _ in credentials }
            }
            #expect(copy(scratch.consumerKey).isEmpty && copy(scratch.nonce).isEmpty && scratch.timestamp == 0)
            #expect(throws: OAuth1Error.self) {
                try signer.sign(
                    method: none.span, url: bad.span, form: none.span, nonce: nonce.span, timestamp: 1000,
                    using: &signing)
            }
            #expect(copy(signing.authorization).isEmpty && copy(signing.signature).isEmpty)
        }
    }
}
