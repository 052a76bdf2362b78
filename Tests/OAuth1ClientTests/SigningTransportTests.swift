import CryptoCore
import CurlTransport
import HTTPExchange
import HTTPTypes
import OAuth1
import OAuth1Client
import TestSupport
import Testing

@Suite("Signing transport")
struct SigningTransportTests {
    let inner = ScriptedTransport()

    func transport(bodyHash: Signer.BodyHash = .never, realm: String? = nil) throws -> SigningTransport {
        let credentials = try Credentials(consumerKey: "k", key: Keys.hmac)
        return SigningTransport(inner, signer: Signer(credentials: credentials), bodyHash: bodyHash, realm: realm)
    }

    func request(_ type: String? = nil) -> HTTPRequest {
        var request = HTTPRequest(method: .post, scheme: "https", authority: "api.example.com", path: "/a?b=c")
        request.headerFields[.contentType] = type
        return request
    }

    func verify(_ sent: ScriptedTransport.Sent, body: String? = nil) async throws -> VerifiedRequest {
        try await Verifier(ledger: InMemoryNonceLedger()).verify(
            ReceivedRequest(
                sent.request, url: "https://api.example.com/a?b=c", body: body.map { Array($0.utf8) } ?? sent.body)
        ) { key, _ in try Credentials(consumerKey: key, key: Keys.hmac) }
    }

    @Test("Each attempt has a signature of its own, which replaces the Authorization of the request")
    func attempts() async throws {
        var request = request()
        request.headerFields[values: .authorization] = ["Basic eDp5", "OAuth oauth_nonce=\"n\""]
        for _ in 0..<2 { _ = try await transport(realm: "r").send(request) }
        #expect(inner.sent.count == 2)
        let headers = inner.sent.flatMap { $0.request.headerFields[values: .authorization] }
        #expect(Set(headers).count == 2 && headers.count == 2)
        #expect(headers.allSatisfy { $0.hasPrefix("OAuth realm=\"r\", ") })
        for sent in inner.sent { _ = try await verify(sent) }
    }

    @Test("A retried or redirected request is signed again for its own URL")
    func retriedAndRedirected() async throws {
        let failing = ScriptedTransport(failure: .couldNotConnect)
        let signer = Signer(credentials: try Credentials(consumerKey: "k", key: Keys.hmac))
        let policy = RetryPolicy(maximumAttempts: 3, baseDelay: .zero)
        let retrying = RetryingTransport(SigningTransport(failing, signer: signer), policy: policy)
        await #expect(throws: TransportError.couldNotConnect) { try await retrying.send(request()) }
        #expect(failing.sent.count == 3)
        #expect(Set(failing.sent.map { $0.request.headerFields[.authorization] }).count == 3)
        for sent in failing.sent { _ = try await verify(sent) }

        let moved = ScriptedTransport("", status: 307, headers: [.location: "/a?b=c"])
        let redirecting = RedirectingTransport(SigningTransport(moved, signer: signer))
        var first = request()
        first.path = "/first"
        // The second redirect leads to the same request, and is returned.
        #expect(try await redirecting.send(first).head.status.code == 307)
        #expect(moved.sent.map(\.request.path) == ["/first", "/a?b=c"])
        await #expect(throws: VerificationError.signatureInvalid) { try await verify(moved.sent[0]) }
        for sent in moved.sent.dropFirst() { _ = try await verify(sent) }
    }

    @Test("The parameters of a form are signed, and the rest of the request is unchanged")
    func form() async throws {
        _ = try await transport(bodyHash: .unlessForm).send(
            request("application/x-www-form-urlencoded; charset=utf-8"), body: Array("d=e+f".utf8))
        let sent = try #require(inner.sent.first)
        #expect(try await verify(sent).parameters == [Parameter("b", "c"), Parameter("d", "e f")])
        #expect(sent.text == "d=e+f" && sent.request.path == "/a?b=c" && sent.request.headerFields.count == 2)
        await #expect(throws: VerificationError.signatureInvalid) { try await verify(sent, body: "d=e+g") }
    }

    @Test("Another body is signed by its hash if the caller enables that")
    func bodyHash() async throws {
        _ = try await transport().send(request("application/json"), body: Array("{}".utf8))
        _ = try await transport(bodyHash: .unlessForm).send(request("application/json"), body: Array("{}".utf8))
        await #expect(throws: VerificationError.bodyNotSigned) { try await verify(inner.sent[0]) }
        #expect(try await verify(inner.sent[1]).coversBody)
        await #expect(throws: VerificationError.bodyHashMismatch) { try await verify(inner.sent[1], body: "[]") }
    }

    @Test("A request without scheme, authority or path is refused before anything is sent")
    func incomplete() async throws {
        for change in [\HTTPRequest.scheme, \.authority, \.path] {
            var request = request()
            request[keyPath: change] = nil
            await #expect(throws: TransportError.self) { try await transport().send(request) }
        }
        var target = request()
        target.path = "*"
        await #expect(throws: TransportError.self) { try await transport().send(target) }
        #expect(inner.sent.isEmpty)
    }

    @Test("The error of the other transport is reported")
    func error() async throws {
        let signer = Signer(credentials: try Credentials(consumerKey: "k", key: Keys.hmac))
        await #expect(throws: TransportError.timedOut) {
            try await SigningTransport(ScriptedTransport(failure: .timedOut), signer: signer).send(request())
        }
    }
}
