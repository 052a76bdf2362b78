#if Hummingbird

import CryptoCore
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import OAuth1
import OAuth1Hummingbird
import Synchronization
import Testing

@Suite("The middleware that verifies OAuth 1.0a") struct OAuth1MiddlewareTests {
    private static let now: Int64 = 1_700_000_000
    private static let url = "https://api.example.com/api"
    private static let form: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
    private static let json: HTTPFields = [.contentType: "application/json"]

    /// What a route has received.
    private struct Passed {
        var verified: VerifiedRequest
        var body: String
    }

    /// A server with one middleware, whose clients are signed with the secret `s`.
    private struct Server {
        let middleware: OAuth1Middleware<BasicOAuth1RequestContext>

        init(
            _ policy: Verifier.BodyPolicy = .formOrHash, maximumBodyBytes: Int = 64, capacity: Int = 100,
            realm: String? = nil, lookUp: OAuth1Middleware<BasicOAuth1RequestContext>.Lookup? = nil
        ) throws {
            let verifier = try Verifier(
                ledger: InMemoryNonceLedger(capacity: capacity), bodyPolicy: policy,
                clock: { OAuth1MiddlewareTests.now })
            middleware = OAuth1Middleware(
                verifier: verifier, externalURL: try ExternalURL(base: OAuth1MiddlewareTests.url),
                maximumBodyBytes: maximumBodyBytes, realm: realm,
                credentials: lookUp ?? { key, token in
                    guard key == "k" else { return nil }
                    return try OAuth1MiddlewareTests.credentials(token: token)
                })
        }

        /// Sends a request; returns what the route has received.
        func send(_ head: HTTPRequest, _ body: RequestBody = .init(buffer: ByteBuffer())) async throws -> Passed {
            var logger = Logger(label: "test")
            logger.handler = SwiftLogNoOpLogHandler()
            let context = BasicOAuth1RequestContext(
                source: ApplicationRequestContextSource(channel: EmbeddedChannel(), logger: logger))
            let passed = Mutex<Passed?>(nil)
            _ = try await middleware.handle(Request(head: head, body: body), context: context) { request, context in
                let text = String(buffer: try await request.body.collect(upTo: 1 << 20))
                let verified = try context.requireOAuth1()
                passed.withLock { $0 = Passed(verified: verified, body: text) }
                return Response(status: .ok)
            }
            return try #require(passed.withLock { $0 })
        }

        func send(_ head: HTTPRequest, _ body: String) async throws -> Passed {
            try await send(head, RequestBody(buffer: ByteBuffer(string: body)))
        }

        /// Returns the status of the answer to a request that no route may receive.
        func refusal(_ head: HTTPRequest, _ body: RequestBody = .init(buffer: ByteBuffer())) async throws -> HTTPError {
            try await #require(throws: HTTPError.self) { _ = try await send(head, body) }
        }

        func refusal(_ head: HTTPRequest, _ body: String) async throws -> HTTPError {
            try await refusal(head, RequestBody(buffer: ByteBuffer(string: body)))
        }
    }

    /// A body that does not end, and counts how much of it is read.
    private final class Endless: AsyncSequence, Sendable {
        let chunks = Mutex(0)

        struct Iterator: AsyncIteratorProtocol {
            let endless: Endless

            mutating func next() async -> ByteBuffer? {
                endless.chunks.withLock { $0 += 1 }
                return ByteBuffer(string: "a=12345&")
            }
        }

        func makeAsyncIterator() -> Iterator { Iterator(endless: self) }
    }

    private static func credentials(token: String? = nil, secret: String = "s") throws -> Credentials {
        try Credentials(
            consumerKey: "k", token: token,
            key: .hmac(.sha1, consumerSecret: SecretBytes(utf8: secret), tokenSecret: SecretBytes(utf8: "")))
    }

    /// Returns a request as the server receives it from a proxy that removes `/api`, signed for the external URL.
    private static func signed(
        _ method: HTTPRequest.Method = .get, _ path: String = "/photos?size=1", _ fields: HTTPFields = [:],
        body: String = "", hash: Bool = false, token: String? = nil, secret: String = "s", at time: Int64 = now
    ) throws -> HTTPRequest {
        var request = HTTPRequest(
            method: method, scheme: "https", authority: "api.example.com", path: "/api" + path, headerFields: fields)
        let signer = Signer(credentials: try credentials(token: token, secret: secret), clock: { time })
        try signer.sign(&request, body: Array(body.utf8), bodyHash: hash ? .unlessForm : .never)
        request.path = path
        (request.scheme, request.authority) = ("http", "10.0.0.7:8080")
        return request
    }

    @Test("A signed request passes, with its consumer, token and parameters") func passes() async throws {
        let passed = try await Server().send(Self.signed(token: "t"))
        #expect(passed.verified.consumerKey == "k" && passed.verified.token == "t")
        #expect(passed.verified.parameters == [Parameter("size", "1")])
    }

    @Test("Whatever is changed of a request makes it a 401 that says nothing") func tampered() async throws {
        let server = try Server()
        let good = try Self.signed()
        var changed: [HTTPRequest] = [
            try Self.signed(secret: "t"), try Self.signed(at: Self.now - 301), try Self.signed(at: Self.now + 301),
        ]
        for path in ["/photos?size=2", "/photos", "/photos?size=1&size=1", "/Photos?size=1", "/api/photos?size=1", "*"]
        {
            var request = good
            request.path = path
            changed.append(request)
        }
        var method = good
        method.method = .delete
        changed.append(method)
        for value in [
            "", "OAuth", "OAuth oauth_consumer_key=\"k\"", "Basic azpz", String(repeating: "OAuth ,", count: 999),
        ] {
            var request = good
            request.headerFields[.authorization] = value
            changed.append(request)
        }
        var twice = good
        twice.headerFields.append(HTTPField(name: .authorization, value: good.headerFields[.authorization] ?? ""))
        changed.append(twice)
        for request in changed {
            let refusal = try await server.refusal(request)
            #expect(refusal.status == .unauthorized && refusal.body == nil, "\(request)")
            #expect(refusal.headers[.wwwAuthenticate] == #"OAuth realm="https://api.example.com/api""#)
        }
        // None of them has used the nonce.
        _ = try await server.send(good)
    }

    @Test("Header fields that a client or a proxy adds change nothing") func forwarded() async throws {
        var request = try Self.signed()
        request.authority = "evil.example"
        for (name, value) in [
            ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "http"), ("Forwarded", "host=e"),
        ] {
            request.headerFields[try #require(HTTPField.Name(name))] = value
        }
        _ = try await Server().send(request)
    }

    @Test("A request is accepted once") func replay() async throws {
        let (server, request) = (try Server(), try Self.signed())
        _ = try await server.send(request)
        #expect(try await server.refusal(request).status == .unauthorized)
    }

    @Test("An unsigned request is refused, and its body is not read") func unsigned() async throws {
        let body = Endless()
        let request = HTTPRequest(
            method: .post, scheme: "http", authority: "10.0.0.7", path: "/photos", headerFields: Self.json)
        #expect(try await Server().refusal(request, RequestBody(asyncSequence: body)).status == .unauthorized)
        #expect(body.chunks.withLock { $0 } == 0)
    }

    @Test("A form is read up to the limit, signed or not") func endlessForm() async throws {
        for request in [
            try Self.signed(.post, "/photos", Self.form),
            HTTPRequest(
                method: .post, scheme: "http", authority: "10.0.0.7", path: "/photos", headerFields: Self.form),
        ] {
            let body = Endless()
            let refusal = try await Server(maximumBodyBytes: 64).refusal(request, RequestBody(asyncSequence: body))
            #expect(refusal.status == .contentTooLarge)
            #expect(body.chunks.withLock { $0 } == 9)
        }
    }

    @Test("A form is signed, wherever the protocol parameters stand, and remains in the request") func form()
        async throws
    {
        let server = try Server(maximumBodyBytes: 4096)
        let request = try Self.signed(.post, "/photos", Self.form, body: "title=A%20b")
        let passed = try await server.send(request, "title=A%20b")
        #expect(passed.body == "title=A%20b" && passed.verified.parameters == [Parameter("title", "A b")])
        let other = try Self.signed(.post, "/photos", Self.form, body: "title=A%20b")
        #expect(try await server.refusal(other, "title=A%20c").status == .unauthorized)
        // As learning platforms send it.
        let signer = Signer(credentials: try Self.credentials(), clock: { Self.now })
        let form = try signer.signedForm(
            method: "POST", url: Self.url + "/launch", parameters: [Parameter("user_id", "7")])
        let launch = HTTPRequest(
            method: .post, scheme: "http", authority: "10.0.0.7", path: "/launch", headerFields: Self.form)
        #expect(try await server.send(launch, form).verified.parameters == [Parameter("user_id", "7")])
        #expect(try await server.refusal(launch, form + "&user_id=8").status == .unauthorized)
    }

    @Test("A body with a hash is signed, and remains in the request") func hash() async throws {
        let server = try Server()
        let body = #"{"a":1}"#
        let passed = try await server.send(Self.signed(.post, "/photos", Self.json, body: body, hash: true), body)
        #expect(passed.body == body && passed.verified.coversBody)
        for other in [#"{"a":2}"#, "", body + " "] {
            let request = try Self.signed(.post, "/photos", Self.json, body: body, hash: true)
            #expect(try await server.refusal(request, other).status == .unauthorized)
        }
        let request = try Self.signed(.post, "/photos", Self.json, body: body, hash: true)
        let endless = Endless()
        #expect(
            try await server.refusal(request, RequestBody(asyncSequence: endless)).status == .contentTooLarge)
        #expect(endless.chunks.withLock { $0 } == 9)
    }

    @Test("A body that nobody has signed is refused, and not read") func unsignedBody() async throws {
        let request = try Self.signed(.post, "/photos", Self.json)
        let body = Endless()
        #expect(try await Server().refusal(request, RequestBody(asyncSequence: body)).status == .unauthorized)
        #expect(body.chunks.withLock { $0 } == 1)
        // The same request without one passes.
        #expect(try await Server().send(request).verified.coversBody)
    }

    @Test("A hash whose name is written in another way does not let an unsigned body pass") func hiddenHash()
        async throws
    {
        let body = #"{"a":1}"#
        var request = try Self.signed(.post, "/photos", Self.json, body: body, hash: true)
        let header = try #require(request.headerFields[.authorization])
        request.headerFields[.authorization] = header.replacing("oauth_body_hash", with: "oauth%5Fbody%5Fhash")
        for policy in [Verifier.BodyPolicy.formOrHash, .unsignedAllowed] {
            #expect(try await Server(policy).refusal(request, "{}").status == .unauthorized)
        }
    }

    @Test("Names that are percent-encoded do not let an unsigned body pass for a signed one", arguments: [false, true])
    func encodedNames(_ inQuery: Bool) async throws {
        var request = try Self.signed(.post, "/photos", Self.json)
        let header = try #require(request.headerFields[.authorization])
        if inQuery {
            request.headerFields[.authorization] = nil
            let pairs = header.dropFirst("OAuth ".count).replacing("\"", with: "").split(separator: ", ")
            request.path = "/photos?" + pairs.filter { !$0.hasPrefix("realm") }.joined(separator: "&")
        }
        func encoded(_ request: HTTPRequest) -> HTTPRequest {
            var request = request
            request.path = request.path?.replacing("oauth_", with: "oauth%5F")
            request.headerFields[.authorization] = request.headerFields[.authorization]?
                .replacing("oauth_", with: "oauth%5F")
            return request
        }
        // It is valid with the names as they should be.
        #expect(try await Server().send(request).verified.coversBody)
        for body in [#"{"a":1}"#, "\0"] {
            #expect(try await Server().refusal(encoded(request), body).status == .unauthorized)
            #expect(try await !Server(.unsignedAllowed).send(encoded(request), body).verified.coversBody)
        }
    }

    @Test("Where unsigned bodies are permitted they are not read, and the route knows that nobody has signed them")
    func permittedBody() async throws {
        let server = try Server(.unsignedAllowed)
        var request = try Self.signed(.post, "/photos", Self.json)
        request.headerFields[.contentLength] = "200"
        let long = String(repeating: "x", count: 200)
        let passed = try await server.send(request, long)
        #expect(passed.body == long && !passed.verified.coversBody)
        var chunked = try Self.signed(.post, "/photos", Self.json)
        chunked.headerFields[.transferEncoding] = "chunked"
        #expect(try await !server.send(chunked, long).verified.coversBody)
        var empty = try Self.signed(.post, "/photos", Self.json)
        empty.headerFields[.contentLength] = "0"
        #expect(try await server.send(empty).verified.coversBody)
        #expect(try await server.send(Self.signed()).verified.coversBody)
        #expect(try await !server.send(Self.signed(.post, "/photos", Self.json), "{}").verified.coversBody)
        #expect(
            try await server.refusal(Self.signed(.post, "/photos", Self.json), long).status == .contentTooLarge)
    }

    @Test("A target that is no path is a bad request", arguments: ["", "example.com:443", "photos"])
    func targets(_ target: String) async throws {
        var request = try Self.signed()
        request.path = target
        #expect(try await Server().refusal(request).status == .badRequest)
    }

    @Test("A lookup that fails lets nobody in, and is no 401") func failingLookup() async throws {
        struct NoDatabase: Error {}
        let server = try Server(lookUp: { _, _ in throw NoDatabase() })
        let request = try Self.signed()
        await #expect(throws: NoDatabase.self) { _ = try await server.send(request) }
    }

    @Test("A full ledger refuses, and does not say that the client is wrong") func fullLedger() async throws {
        let server = try Server(capacity: 1)
        _ = try await server.send(Self.signed())
        #expect(try await server.refusal(Self.signed()).status == .serviceUnavailable)
    }

    @Test("A realm cannot leave its quotation marks") func realm() async throws {
        let server = try Server(realm: "a\"b\\c\r\nX: \u{E9}")
        let request = HTTPRequest(method: .get, scheme: "http", authority: "a", path: "/")
        #expect(try await server.refusal(request).headers[.wwwAuthenticate] == #"OAuth realm="a\"b\\cX: ""#)
    }

    @Test("A route without the middleware lets nobody in") func forgotten() throws {
        let context = BasicOAuth1RequestContext(
            source: ApplicationRequestContextSource(channel: EmbeddedChannel(), logger: Logger(label: "test")))
        let error = #expect(throws: HTTPError.self) { try context.requireOAuth1() }
        #expect(error?.status == .unauthorized)
    }
}

#endif
