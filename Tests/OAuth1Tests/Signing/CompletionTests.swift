import CryptoCore
import HTTPTypes
import Testing

@testable import OAuth1

/// RFC 5849 sections 3.1 and 3.5.
@Suite("Requests that are completed and signed")
struct CompletionTests {
    static let url = "https://api.example.com/photos?size=original"
    static let type = "application/x-www-form-urlencoded"

    static func request(_ header: String? = nil, url: String = url, form: String? = nil) -> ReceivedRequest {
        ReceivedRequest(
            method: "POST", url: url, authorization: header.map { [$0] } ?? [],
            contentType: form == nil ? nil : type, body: Array((form ?? "").utf8))
    }

    static func signer() throws -> Signer { try OAuth1Tests.signer(at: 1000, nonce: "12345678") }

    @discardableResult
    static func verify(
        _ request: ReceivedRequest, _ known: Credentials? = nil
    ) async throws -> VerifiedRequest {
        try await Verifier(ledger: InMemoryNonceLedger(), clock: { 1000 }).verify(request) { _, _ in
            try known ?? credentials()
        }
    }

    @Test(
        "The realm that a request has comes back, whatever the case of its name",
        arguments: ["realm", "Realm", "REALM"])
    func realm(name: String) async throws {
        let header = "OAuth \(name)=\"a \\\"b\\\" c\", oauth_callback=\"oob\""
        let completed = try Self.signer().complete(Self.request(header))
        #expect(completed.text.hasPrefix("OAuth realm=\"a \\\"b\\\" c\", oauth_callback=\"oob\", oauth_consumer_key="))
        try await Self.verify(Self.request(completed.text))
        let empty = try Self.signer().complete(Self.request("OAuth \(name)=\"\""))
        #expect(empty.text.hasPrefix("OAuth realm=\"\", "))
        let replaced = try Self.signer().complete(Self.request(header), realm: "x")
        #expect(replaced.text.hasPrefix("OAuth realm=\"x\", ") && !replaced.text.contains("a \\"))
        #expect(throws: OAuth1Error.reservedParameter(name: name)) {
            try Self.signer().complete(Self.request(), protocolParameters: [Parameter(name, "x")])
        }
        #expect(throws: OAuth1Error.reservedParameter(name: name)) {
            try Self.signer().authorizationHeader(
                method: "GET", url: "https://h/", protocolParameters: [Parameter(name, "x")])
        }

        var http = HTTPRequest(method: .get, scheme: "https", authority: "h", path: "/")
        http.headerFields[.authorization] = header
        try Self.signer().sign(&http)
        #expect(http.headerFields[.authorization]?.hasPrefix("OAuth realm=\"a \\\"b\\\" c\", oauth_nonce=") == true)
        try Self.signer().sign(&http, realm: "x")
        #expect(http.headerFields[.authorization]?.hasPrefix("OAuth realm=\"x\", oauth_nonce=") == true)
        http.headerFields[.authorization] = "Basic realm=\"x\""
        try Self.signer().sign(&http)
        #expect(http.headerFields[.authorization]?.hasPrefix("OAuth oauth_nonce=") == true)
    }

    @Test("A realm in another case is not signed, and may occur once")
    func receivedRealm() async throws {
        let header = try Self.signer().authorizationHeader(method: "POST", url: Self.url)
        try await Self.verify(Self.request("OAuth REALM=\"x\", " + header.dropFirst(6)))
        await #expect(throws: VerificationError.self) {
            try await Self.verify(Self.request("OAuth REALM=\"x\", realm=\"y\", " + header.dropFirst(6)))
        }
        await #expect(throws: VerificationError.signatureInvalid) {
            try await Self.verify(Self.request("OAuth realms=\"x\", " + header.dropFirst(6)))
        }
    }

    static let parts = [
        "oauth_consumer_key=\"abcdefg\"", "oauth_signature_method=\"HMAC-SHA1\"", "oauth_timestamp=\"1000\"",
        "oauth_nonce=\"n\"",
    ]

    @Test("Whatever a header lacks of what is required is added", arguments: 0..<16)
    func missing(mask: Int) async throws {
        let given = Self.parts.indices.filter { mask & 1 << $0 != 0 }.map { Self.parts[$0] }
        let completed = try Self.signer().complete(Self.request("OAuth x=\"y\", " + given.joined(separator: ", ")))
        for part in given { #expect(completed.text.contains(part)) }
        let verified = try await Self.verify(Self.request(completed.text))
        #expect(verified.protocolParameters.count == (mask == 0 ? 6 : 5))
        let again = try Self.signer().complete(Self.request(completed.text))
        #expect(again.text == completed.text)
        await #expect(throws: VerificationError.signatureInvalid) {
            try await Self.verify(Self.request(completed.text, url: Self.url + "s"))
        }
    }

    @Test("With PLAINTEXT nonce and timestamp stay away together, and it needs TLS or a permission")
    func plaintext() async throws {
        func key(_ withoutTLS: Bool) throws -> Credentials {
            try Credentials(
                consumerKey: "abcdefg", key: .plaintext(consumerSecret: SecretBytes(utf8: "s"), withoutTLS: withoutTLS))
        }
        let signer = Signer(credentials: try key(false), clock: { 1000 })
        let bare = try signer.complete(Self.request("OAuth oauth_consumer_key=\"abcdefg\""))
        #expect(bare.text.contains("PLAINTEXT") && !bare.text.contains("nonce") && !bare.text.contains("timestamp"))
        try await Self.verify(Self.request(bare.text), key(false))
        let stamped = try signer.complete(Self.request("OAuth oauth_nonce=\"n\""))
        #expect(stamped.text.contains("oauth_timestamp=\"1000\""))
        try await Self.verify(Self.request(stamped.text), key(false))
        #expect(throws: OAuth1Error.plaintextWithoutTLS) { try signer.complete(Self.request(url: "http://h/")) }
        let permitted = Signer(credentials: try key(true), clock: { 1000 })
        let sent = try permitted.complete(Self.request(url: "http://h/"))
        try await Self.verify(Self.request(sent.text, url: "http://h/"), key(true))
    }

    @Test("What cannot be completed is refused")
    func refused() throws {
        let signer = try Self.signer()
        for header in ["OAuth oauth_signature_method=\"HMAC-SHA256\"", "OAuth x", "OAuth a=\"%\""] {
            #expect(throws: OAuth1Error.self) { try signer.complete(Self.request(header)) }
        }
        let anonymous = Signer(credentials: try credentials(key: ""))
        #expect(throws: OAuth1Error.self) { try anonymous.complete(Self.request()) }
        #expect(throws: OAuth1Error.reservedParameter(name: "oauth_signature")) {
            try signer.complete(Self.request(), protocolParameters: [Parameter("oauth_signature", "x")])
        }
        for name in ["oauth_nonce", "oauth_callback"] {
            #expect(throws: OAuth1Error.reservedParameter(name: name)) {
                try signer.complete(
                    Self.request("OAuth \(name)=\"x\""), protocolParameters: [Parameter(name, "y")])
            }
        }
        #expect(throws: OAuth1Error.self) { try signer.complete(Self.request(), in: .url, realm: "x") }
        #expect(throws: OAuth1Error.self) { try signer.complete(Self.request(url: Self.url + "#f"), in: .url) }
        var json = Self.request()
        json.contentType = "application/json"
        #expect(throws: OAuth1Error.self) { try signer.complete(json, in: .form) }
        var bytes = Self.request(form: "a=b")
        bytes.body.append(0xff)
        #expect(throws: OAuth1Error.self) { try signer.complete(bytes, in: .form) }
    }

    @Test("Parameters stand where they are asked for, or where the consumer key stands")
    func places() async throws {
        let extra = [Parameter("oauth_verifier", "v v")]
        let signer = try Self.signer()
        let url = try signer.complete(Self.request(form: "a=b"), in: .url, protocolParameters: extra)
        #expect(url.place == .url && url.text.hasPrefix(Self.url + "&oauth_consumer_key=abcdefg&"))
        let form = try signer.complete(Self.request(form: "a=b&"), in: .form, protocolParameters: extra)
        #expect(form.place == .form && form.text.hasPrefix("a=b&oauth_consumer_key=abcdefg&"))
        let header = try signer.complete(Self.request(form: "a=b"), protocolParameters: extra)
        #expect(header.place == .header)
        for request in [
            Self.request(url: url.text, form: "a=b"), Self.request(form: form.text),
            Self.request(header.text, form: "a=b"),
        ] {
            let verified = try await Self.verify(request)
            #expect(verified.protocolParameters.first("oauth_verifier") == "v v")
            #expect(verified.parameters == [Parameter("size", "original"), Parameter("a", "b")])
        }
        // Signing again keeps the place and replaces the signature.
        #expect(try signer.complete(Self.request(url: url.text, form: "a=b")).text == url.text)
        #expect(try signer.complete(Self.request(form: form.text)).text == form.text)
        #expect(throws: OAuth1Error.misplacedParameter(name: "oauth_consumer_key", source: .query)) {
            try signer.complete(Self.request(url: url.text, form: "a=b"), in: .header)
        }
        #expect(throws: OAuth1Error.misplacedParameter(name: "oauth_token", source: .body)) {
            try signer.complete(Self.request("OAuth oauth_nonce=\"n\"", form: "oauth_token=t"))
        }
    }

    @Test("The hash of a body that is not a form is added once")
    func bodyHash() async throws {
        var request = Self.request()
        (request.contentType, request.body) = ("application/json", Array("{}".utf8))
        let completed = try Self.signer().complete(request, bodyHash: .unlessForm)
        request.authorization = [completed.text]
        try await Self.verify(request)
        #expect(try Self.signer().complete(request, bodyHash: .unlessForm).text == completed.text)
        request.body = Array("[]".utf8)
        await #expect(throws: VerificationError.bodyHashMismatch) { try await Self.verify(request) }
        let form = try Self.signer().complete(Self.request(form: "a=b"), bodyHash: .unlessForm)
        #expect(!form.text.contains("oauth_body_hash"))
    }
}
