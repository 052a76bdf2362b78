import Testing

@testable import OAuth1

/// RFC 5849 section 3.5.
@Suite("Protocol parameters in one place")
struct PlacementTests {
    static let names = [
        "oauth_token", "oauth_verifier", "oauth_session_handle", "oauth_callback", "oauth_body_hash", "oauth_nonce",
        "oauth_", "%6Fauth_token",
    ]

    static func name(_ encoded: String) throws -> String {
        String(decoding: try #require(PercentEncoding.decode(encoded)), as: UTF8.self)
    }

    @Test("In the URL beside a header they are refused by name and place", arguments: names)
    func query(encoded: String) throws {
        let error = OAuth1Error.misplacedParameter(name: try Self.name(encoded), source: .query)
        for url in ["http://h/?\(encoded)=x", "http://h/?a=b&\(encoded)", "http://h/?\(encoded)=x&a=b"] {
            #expect(throws: error) { try signer().authorizationHeader(method: "GET", url: url) }
            #expect(throws: error) { try signer().signedForm(url: url, parameters: [Parameter("a", "b")]) }
            #expect(throws: error) { try signer().complete(ReceivedRequest(method: "GET", url: url)) }
        }
        #expect("\(error)".hasPrefix("\(try Self.name(encoded)) stands in the query of the URL"))
    }

    @Test("In a form beside a header they are refused by name and place", arguments: names)
    func form(encoded: String) throws {
        let name = try Self.name(encoded)
        let error = OAuth1Error.misplacedParameter(name: name, source: .body)
        let form = Array("a=b&\(encoded)=x".utf8)
        #expect(throws: error) {
            try signer().authorizationHeader(method: "POST", url: "http://h/", formParameters: [Parameter(name, "x")])
        }
        #expect(throws: error) {
            try signer().authorizationHeader(
                method: "POST", url: "http://h/", form: form, protocolParameters: [], realm: nil)
        }
        var scratch = try SigningScratch()
        let (method, url, nonce) = (Array("POST".utf8), Array("http://h/".utf8), Array("n".utf8))
        #expect(throws: error) {
            try signer().sign(
                method: method.span, url: url.span, form: form.span, nonce: nonce.span, timestamp: 1, using: &scratch)
        }
        // The next request in the same memory is not affected.
        let harmless = Array("a=b&xoauth_token=x&oauth=1&OAUTH_TOKEN=y".utf8)
        try signer().sign(
            method: method.span, url: url.span, form: harmless.span, nonce: nonce.span, timestamp: 1, using: &scratch)
    }

    @Test("In a signed URL and a signed form they stand with the signer's")
    func samePlace() async throws {
        let signer = try signer(at: 1000, nonce: "12345678")
        let callback = [Parameter("oauth_callback", "about:blank")]
        let type = "application/x-www-form-urlencoded"
        let requests = [
            ReceivedRequest(method: "GET", url: try signer.signedURL(url: "http://h/?oauth_callback=about:blank")),
            ReceivedRequest(method: "GET", url: try signer.signedURL(url: "http://h/", parameters: callback)),
            ReceivedRequest(
                method: "POST", url: "http://h/", contentType: type,
                body: Array(try signer.signedForm(url: "http://h/", parameters: callback).utf8)),
        ]
        for request in requests {
            let verifier = try Verifier(ledger: InMemoryNonceLedger(), clock: { 1000 })
            let verified = try await verifier.verify(request) { _, _ in try credentials() }
            #expect(verified.protocolParameters.first("oauth_callback") == "about:blank")
        }
        #expect(throws: OAuth1Error.reservedParameter(name: "oauth_nonce")) {
            try signer.signedURL(url: "http://h/?oauth_nonce=x")
        }
    }
}
