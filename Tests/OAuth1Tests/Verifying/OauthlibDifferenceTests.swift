import CryptoCore
import Testing

@testable import OAuth1

/// Where oauthlib 4.0.1 decides differently, each with the section that says which is right. The first three
/// are found by `script/interop`; the others are requests that oauthlib wrongly accepts, fails on
/// or refuses.
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
    @Test("unescaped_twice: a value that contains percent-encoding is decoded once")
    func unescapedTwice() async throws {
        let callback = Parameter("oauth_callback", "https://c/?next=a%20b")
        let url = try Self.signer(key: "%20").signedURL(url: "https://h/", protocolParameters: [callback])
        #expect(url.contains("next%3Da%2520b") && url.contains("oauth_consumer_key=%2520"))
        let verified = try await Self.verify(ReceivedRequest(method: "GET", url: url))
        #expect(verified.consumerKey == "%20")
        #expect(verified.protocolParameters.first("oauth_callback") == callback.value)
        let base = try SignatureBaseString(ReceivedRequest(method: "GET", url: url))
        #expect(base.text.contains("oauth_callback%3Dhttps%253A%252F%252Fc%252F%253Fnext%253Da%252520b"))
    }

    /// OAuth Request Body Hash section 3.2: the hash function of the signature method.
    @Test("sha1_body_hash: a SHA-1 body hash with a stronger method is refused without the leniency")
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

    /// RFC 4648 section 3.5: the encoding of the same bytes is canonical.
    @Test("second_spelling: a base64 signature that is not canonical is refused")
    func secondSpelling() async throws {
        let url = try Self.signer(.rsaSHA256).signedURL(url: "https://h/")
        #expect(url.hasSuffix("%3D%3D"))
        _ = try await Self.verify(ReceivedRequest(method: "GET", url: url), .rsaSHA256)
        let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        let last = try #require(url.dropLast(6).last)
        // Two of the 2048 bits are in the last digit: A, Q, g or w; its other four bits are zero.
        let index = try #require(digits.firstIndex(of: last))
        let next = digits[digits.index(after: index)]
        let respelled = url.dropLast(7) + String(next) + "%3D%3D"
        await #expect(throws: VerificationError.signatureInvalid) {
            try await Self.verify(ReceivedRequest(method: "GET", url: String(respelled)), .rsaSHA256)
        }
    }

    /// RFC 5849 section 3.4.1.3.1: only the realm of the header is excluded.
    @Test("A realm in query or body is signed, with or without a realm in the header")
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

    /// RFC 5849 section 3.1: each parameter once.
    @Test("A repeated parameter in the header is refused, whichever of the two was signed")
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

    /// RFC 5849 section 3.2: a client that only knows a consumer key must not use up a nonce.
    @Test("A wrong signature does not use up the nonce")
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
    @Test("A body that does not match its hash is refused")
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

    /// RFC 5849 section 3.4.1.3.1 does not sign it.
    @Test("A body that is neither a form nor has a hash is refused")
    func unsignedBody() async throws {
        let header = try Self.signer().authorizationHeader(method: "POST", url: "https://h/")
        await #expect(throws: VerificationError.bodyNotSigned) {
            try await Self.verify(
                ReceivedRequest(
                    method: "POST", url: "https://h/", authorization: [header], contentType: "application/json",
                    body: Array("{\"amount\":9}".utf8)))
        }
    }

    /// RFC 5849 section 3.4.1.3.1: a query is parsed as a form, in which malformed percent-encoding is kept.
    @Test(
        "Characters that are not permitted in a URL are accepted, and signed percent-encoded",
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

    /// RFC 5849 section 3.5.1: names and values of the header are percent-encoded, also those of extensions.
    @Test("An extension parameter of the header is decoded like the others")
    func extensionParameter() async throws {
        let header = try Self.signer().authorizationHeader(
            method: "GET", url: "https://h/", protocolParameters: [Parameter("xoauth_requestor_id", "jo@x")])
        #expect(header.contains("xoauth_requestor_id=\"jo%40x\""))
        let verified = try await Self.verify(
            ReceivedRequest(method: "GET", url: "https://h/", authorization: [header]))
        #expect(verified.parameters == [Parameter("xoauth_requestor_id", "jo@x")])
    }

    /// RFC 5849 section 3.4.1.3.1 names the type; its parameters do not matter.
    @Test("A form with a charset is a form")
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
