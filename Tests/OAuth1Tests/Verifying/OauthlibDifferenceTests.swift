import CryptoCore
import Testing

@testable import OAuth1

/// Where oauthlib 4.0.1 decides otherwise, each with the section that says who is right. The first three
/// are the ones that `script/interop` meets; the others are requests that oauthlib accepts, crashes on
/// or refuses wrongly.
@Suite("Differences from oauthlib")
struct OauthlibDifferenceTests {
    static func verify(
        _ request: ReceivedRequest, _ method: SignatureMethod = .hmacSHA1,
        ledger: InMemoryNonceLedger? = nil, leniencies: Verifier.Leniencies = []
    ) async throws -> VerifiedRequest {
        try await Verifier(ledger: ledger ?? InMemoryNonceLedger(), leniencies: leniencies, clock: { 1000 }).verify(
            request
        ) { key, _ in
            key == "unknown" ? nil : try TestKeys.credentials(method, consumerKey: key)
        }
    }

    static func signer(_ method: SignatureMethod = .hmacSHA1, key: String = "k") throws -> Signer {
        Signer(
            credentials: try TestKeys.credentials(method, consumerKey: key), clock: { 1000 },
            nonces: { () throws(CryptoError) in "nonce" })
    }

    /// RFC 5849 section 3.4.1.3.1: decoded once.
    @Test("unescaped_twice: a value that holds an escape is signed as it is")
    func unescapedTwice() async throws {
        let callback = Parameter("oauth_callback", "https://c/?next=a%20b")
        let url = try Self.signer(key: "%20").signedURL(url: "https://h/", protocolParameters: [callback])
        #expect(url.contains("next%3Da%2520b") && url.contains("oauth_consumer_key=%2520"))
        let verified = try await Self.verify(ReceivedRequest(method: "GET", url: url))
        #expect(verified.consumerKey == "%20")
        #expect(verified.protocolParameters.first("oauth_callback") == callback.value)
        let base = try SignatureBaseString(ReceivedRequest(method: "GET", url: url))
        #expect(base.baseString.contains("oauth_callback%3Dhttps%253A%252F%252Fc%252F%253Fnext%253Da%252520b"))
    }

    /// OAuth Request Body Hash section 3.2: the hash function of the signature method.
    @Test("sha1_body_hash: a stronger method's body hash is not SHA-1's, unless accepted by name")
    func sha1BodyHash() async throws {
        let body = Array("{}".utf8)
        let hash = Parameter("oauth_body_hash", Base64.encode(try Digest.sha1(body)))
        let header = try Self.signer(.hmacSHA256).authorizationHeader(
            method: "POST", url: "https://h/", protocolParameters: [hash])
        let request = ReceivedRequest(
            method: "POST", url: "https://h/", authorization: [header], contentType: "application/json", body: body)
        await #expect(throws: VerificationError.bodyHashMismatch) { try await Self.verify(request, .hmacSHA256) }
        _ = try await Self.verify(request, .hmacSHA256, leniencies: .sha1BodyHash)
    }

    /// RFC 4648 section 3.5: one spelling of the same bytes.
    @Test("second_spelling: a signature in base64 with bits that no byte takes is refused")
    func secondSpelling() async throws {
        let url = try Self.signer(.rsaSHA256).signedURL(url: "https://h/")
        #expect(url.hasSuffix("%3D%3D"))
        _ = try await Self.verify(ReceivedRequest(method: "GET", url: url), .rsaSHA256)
        let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        let last = try #require(url.dropLast(6).last)
        // Of 2048 bits two are in the last digit: A, Q, g or w, and the four bits below are zero.
        let index = try #require(digits.firstIndex(of: last))
        let next = digits[digits.index(after: index)]
        let respelled = url.dropLast(7) + String(next) + "%3D%3D"
        await #expect(throws: VerificationError.signatureInvalid) {
            try await Self.verify(ReceivedRequest(method: "GET", url: String(respelled)), .rsaSHA256)
        }
    }

    /// Section 3.4.1.3.1: only the header's realm is left out.
    @Test("a realm in query or body is signed, whatever the header has")
    func realm() async throws {
        let header = try Self.signer().authorizationHeader(method: "GET", url: "https://h/?a=b", realm: "r")
        _ = try await Self.verify(ReceivedRequest(method: "GET", url: "https://h/?a=b", authorization: [header]))
        let bare = try Self.signer().authorizationHeader(method: "GET", url: "https://h/?a=b")
        let inserted = bare.replacing("OAuth ", with: "OAuth realm=\"\", ")
        for header in [header, inserted] {
            await #expect(throws: VerificationError.signatureInvalid) {
                try await Self.verify(
                    ReceivedRequest(method: "GET", url: "https://h/?a=b&realm=EVIL", authorization: [header]))
            }
        }
        let both = try Self.signer().authorizationHeader(method: "GET", url: "https://h/?realm=x", realm: "r")
        let verified = try await Self.verify(
            ReceivedRequest(method: "GET", url: "https://h/?realm=x", authorization: [both]))
        #expect(verified.parameters == [Parameter("realm", "x")])
    }

    /// Section 3.1: each parameter once.
    @Test("a parameter twice in the header is refused, whichever of the two was signed")
    func duplicates() async throws {
        let header = try Self.signer().authorizationHeader(method: "GET", url: "https://h/")
        for doubled in [
            header.replacing("oauth_nonce=\"nonce\"", with: "oauth_nonce=\"zzzz\", oauth_nonce=\"nonce\""),
            header.replacing("oauth_nonce=\"nonce\"", with: "oauth_nonce=\"nonce\", oauth_nonce=\"zzzz\""),
            header.replacing("oauth_nonce=\"nonce\"", with: "oauth_nonce=\"nonce\", oauth_nonce=\"nonce\""),
        ] {
            await #expect(throws: VerificationError.duplicateParameter("oauth_nonce")) {
                try await Self.verify(ReceivedRequest(method: "GET", url: "https://h/", authorization: [doubled]))
            }
        }
    }

    /// Section 4.2 is about guessing; a nonce must not be burnt by whoever only knows a consumer key.
    @Test("a bad signature leaves the nonce unused")
    func nonceAfterSignature() async throws {
        let ledger = try InMemoryNonceLedger()
        let header = try Self.signer().authorizationHeader(method: "GET", url: "https://h/")
        let forged = header.replacing("oauth_signature=\"", with: "oauth_signature=\"AAAA")
        await #expect(throws: VerificationError.signatureInvalid) {
            try await Self.verify(
                ReceivedRequest(method: "GET", url: "https://h/", authorization: [forged]), ledger: ledger)
        }
        let genuine = ReceivedRequest(method: "GET", url: "https://h/", authorization: [header])
        _ = try await Self.verify(genuine, ledger: ledger)
        await #expect(throws: VerificationError.nonceReplayed) { try await Self.verify(genuine, ledger: ledger) }
    }

    /// OAuth Request Body Hash section 3.2.
    @Test("a body that was changed behind its hash is refused")
    func changedBody() async throws {
        let header = try Self.signer().authorizationHeader(
            method: "POST", url: "https://h/", hashing: Array("{\"amount\":1}".utf8))
        await #expect(throws: VerificationError.bodyHashMismatch) {
            try await Self.verify(
                ReceivedRequest(
                    method: "POST", url: "https://h/", authorization: [header], contentType: "application/json",
                    body: Array("{\"amount\":9}".utf8)))
        }
    }

    /// Section 3.4.1.3.1 reads a query as a form; what is no valid escape stands for itself.
    @Test(
        "characters that a URL should not hold are read, and signed encoded",
        arguments: [
            ("[", "%5B"), ("]", "%5D"), ("{", "%7B"), ("|", "%7C"), ("\"", "%22"), ("<", "%3C"), ("^", "%5E"),
            ("`", "%60"), ("é", "%C3%A9"), ("%zz", "%25zz"), ("%", "%25"), ("%4", "%254"),
        ])
    func rawCharacters(raw: String, encoded: String) async throws {
        let header = try Self.signer().authorizationHeader(method: "GET", url: "https://h/?q=\(encoded)")
        _ = try await Self.verify(
            ReceivedRequest(method: "GET", url: "https://h/?q=\(raw)", authorization: [header]))
        await #expect(throws: VerificationError.signatureInvalid) {
            try await Self.verify(
                ReceivedRequest(method: "GET", url: "https://h/?q=\(raw)x", authorization: [header]))
        }
    }

    /// Section 3.5.1: names and values of the header are encoded, extensions too.
    @Test("an extension parameter of the header is decoded like the others")
    func extensionParameter() async throws {
        let header = try Self.signer().authorizationHeader(
            method: "GET", url: "https://h/", protocolParameters: [Parameter("xoauth_requestor_id", "jo@x")])
        #expect(header.contains("xoauth_requestor_id=\"jo%40x\""))
        let verified = try await Self.verify(
            ReceivedRequest(method: "GET", url: "https://h/", authorization: [header]))
        #expect(verified.parameters == [Parameter("xoauth_requestor_id", "jo@x")])
    }

    /// Section 3.4.1.3.1 names the type; its parameters do not change what the body is.
    @Test("a form with a charset is a form")
    func charset() async throws {
        let body = Array("a=b".utf8)
        let header = try Self.signer().authorizationHeader(
            method: "POST", url: "https://h/", formParameters: [Parameter("a", "b")])
        let type = "application/x-www-form-urlencoded; charset=utf-8"
        var request = ReceivedRequest(
            method: "POST", url: "https://h/", authorization: [header], contentType: type, body: body)
        _ = try await Self.verify(request)
        request.body = Array("a=c".utf8)
        await #expect(throws: VerificationError.signatureInvalid) { try await Self.verify(request) }
    }
}
