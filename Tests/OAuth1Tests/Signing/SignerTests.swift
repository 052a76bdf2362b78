import CryptoCore
import Testing

@testable import OAuth1

@Suite("Signer")
struct SignerTests {
    let url = "https://api.example.com/v1/pairings/create"
    let parameters = [Parameter("pairing_phrase", "awkward turtle"), Parameter("user_name", "jdoe@example.com")]

    @Test("A known request has the known signature")
    func known() throws {
        let header = try signer().authorizationHeader(method: "POST", url: url, formParameters: parameters)
        #expect(
            header == """
                OAuth oauth_nonce="abcdef0123456789", oauth_timestamp="1700000000", oauth_version="1.0", \
                oauth_signature_method="HMAC-SHA1", oauth_consumer_key="abcdefg", \
                oauth_signature="hHtK4Xvq899dKEfPq4zT%2FaO6YYg%3D"
                """)
    }

    @Test("A request that is signed in each of the three parameter sources is accepted once")
    func threePlaces() async throws {
        let signer = try signer()
        let form = FormEncoding.encode(parameters)
        let type = "application/x-www-form-urlencoded; charset=UTF-8"
        let requests = [
            ReceivedRequest(
                method: "POST", url: url,
                authorization: [
                    try signer.authorizationHeader(
                        method: "POST", url: url, formParameters: parameters, realm: "a \"b\"")
                ],
                contentType: type, body: Array(form.utf8)),
            ReceivedRequest(
                method: "GET", url: try signer.signedURL(url: url + "?a=1", parameters: parameters)),
            ReceivedRequest(
                method: "POST", url: url, contentType: type,
                body: Array(try signer.signedForm(url: url, parameters: parameters).utf8)),
        ]
        for request in requests {
            let verifier = try Verifier(ledger: InMemoryNonceLedger(), clock: { 1_700_000_000 })
            let verified = try await verifier.verify(request) { key, _ in key == "abcdefg" ? try credentials() : nil }
            #expect(verified.consumerKey == "abcdefg")
            #expect(verified.token == nil)
            #expect(verified.parameters.suffix(2) == parameters[...])
            await #expect(throws: VerificationError.nonceReplayed) {
                try await verifier.verify(request) { _, _ in try credentials() }
            }
        }
    }

    @Test("A signed URL keeps the query with its order and separators")
    func signedURL() throws {
        let signer = try signer(at: 1000, nonce: "12345678")
        let tail = "oauth_nonce=12345678&oauth_timestamp=1000&oauth_version=1.0"
        #expect(try signer.signedURL(url: "http://h/p").hasPrefix("http://h/p?" + tail))
        #expect(try signer.signedURL(url: "http://h/p?").hasPrefix("http://h/p?" + tail))
        #expect(try signer.signedURL(url: "http://h/p?x=%2f").hasPrefix("http://h/p?x=%2f&" + tail))
        #expect(try signer.signedURL(url: "http://h/p?x=1&").hasPrefix("http://h/p?x=1&" + tail))
        #expect(throws: OAuth1Error.self) { try signer.signedURL(url: "http://h/p#f") }
    }

    @Test(
        "Parameters that are added to a URL are separated from its own",
        arguments: ["?", "?a=b?", "?a?", "??", "?&", "?a=&"])
    func openQueries(query: String) async throws {
        let signer = try signer(at: 1000, nonce: "12345678")
        let given = try FormEncoding.decode(String(query.dropFirst()))
        let url = try signer.signedURL(url: "http://h/p" + query, parameters: [Parameter("x", "1")])
        let verifier = try Verifier(ledger: InMemoryNonceLedger(), clock: { 1000 })
        let verified = try await verifier.verify(ReceivedRequest(method: "GET", url: url)) { _, _ in try credentials() }
        #expect(verified.parameters == given + [Parameter("x", "1")])
    }

    @Test("A token is signed, and secrets are percent-encoded")
    func token() async throws {
        let credentials = try credentials(secret: "a/b+c=&%é", token: "t%k", tokenSecret: "&&")
        let signer = Signer(credentials: credentials, clock: { 5 })
        let header = try signer.authorizationHeader(method: "get", url: "http://h/")
        #expect(header.contains("oauth_token=\"t%25k\""))
        let request = ReceivedRequest(method: "GET", url: "http://h/", authorization: [header])
        let verified = try await Verifier(ledger: InMemoryNonceLedger(), clock: { 5 }).verify(request) { _, token in
            #expect(token == "t%k")
            return credentials
        }
        #expect(verified.token == "t%k")
    }

    @Test("Nonces are 128 random bits in hexadecimal and do not repeat")
    func nonces() throws {
        let nonces = try (0..<500).map { _ in try RandomNonce.source() }
        #expect(Set(nonces).count == nonces.count)
        #expect(nonces.allSatisfy { $0.utf8.count == 32 })
    }

    @Test("A request that cannot be signed is an error")
    func refused() throws {
        let signer = try signer()
        for url in ["http://h/a b", "http://h/é", "http://h/\n", "h", "http://h/?oauth_nonce=x"] {
            #expect(throws: OAuth1Error.self) { try signer.authorizationHeader(method: "GET", url: url) }
        }
        for method in ["", "G T", "GET\r\n"] {
            #expect(throws: OAuth1Error.invalidMethod) {
                try signer.authorizationHeader(method: method, url: "http://h/")
            }
        }
        #expect(throws: OAuth1Error.reservedParameter(name: "oauth_signature")) {
            try signer.signedForm(url: "http://h/", parameters: [Parameter("oauth_signature", "x")])
        }
        #expect(throws: OAuth1Error.invalidRealm) {
            try signer.authorizationHeader(method: "GET", url: "http://h/", realm: "a\r\nb")
        }
    }
}
