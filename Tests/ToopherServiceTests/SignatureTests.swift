#if Service

import CryptoCore
import HTTPTypes
import Logging
import OAuth1
import Testing

@testable import ToopherService

@Suite("Signatures of requesters") struct SignatureTests {
    static let refusal = "401 401 Not a valid OAuth signed request"
    static let form: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]

    /// Every route that a requester signs.
    static let routes: [(HTTPRequest.Method, String)] = [
        (.post, "/v1/pairings/create"), (.get, "/v1/pairings/00000000-0000-4000-8000-000000000000"),
        (.post, "/v1/authentication_requests/initiate"),
        (.get, "/v1/authentication_requests/00000000-0000-4000-8000-000000000000"), (.get, "/v1/web/authenticate"),
        (.get, "/v1/web/auth"), (.post, "/v1/pairings/00000000-0000-4000-8000-000000000000"),
        (.post, "/v1/users/create"), (.post, "/v1/users/reset"), (.get, "/v1/users"),
        (.get, "/v1/users/00000000-0000-4000-8000-000000000000"),
        (.post, "/v1/users/00000000-0000-4000-8000-000000000000"),
        (.get, "/v1/users/00000000-0000-4000-8000-000000000000/pairings"), (.post, "/v1/user_terminals/create"),
        (.get, "/v1/user_terminals/00000000-0000-4000-8000-000000000000"),
        (.post, "/v1/user_terminals/00000000-0000-4000-8000-000000000000"),
        (.get, "/v1/web/manage_user"), (.get, "/v1/web/pair"),
        (.post, "/v1/pairings/create/qr"), (.post, "/v1/pairings/create/sms"),
        (.get, "/v1/qr/pairings/00000000-0000-4000-8000-000000000000"),
        (.post, "/v1/pairings/00000000-0000-4000-8000-000000000000/generate_reset_link"),
        (.post, "/v1/pairings/00000000-0000-4000-8000-000000000000/send_reset_link"),
    ]

    @Test("All three parameter sources are accepted")
    func places() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let path = "/v1/pairings/create"
            let parameters = [Parameter("pairing_phrase", "no such"), Parameter("user_name", "é ~*+")]
            let body = try shop.signer.signedForm(url: Harness.base + path, parameters: parameters)
            let inBody = try await harness.send(.post, path, headers: Self.form, body: Array(body.utf8))
            let url = try shop.signer.signedURL(method: "POST", url: Harness.base + path, parameters: parameters)
            let inQuery = try await harness.send(.post, String(url.dropFirst(Harness.base.count)))
            let inHeader = try await harness.post(path, parameters.map { ($0.name, $0.value) }, as: shop)
            for response in [inBody, inQuery, inHeader] { #expect(response.json["error_code"] == .integer(400)) }
        }
    }

    @Test("The .NET client's doubled parameters and the Java client's lost characters are accepted")
    func releasedClients() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let path = "/v1/pairings/create"
            let parameters = [("pairing_phrase", "no such"), ("user_name", "jdoe")]
            let (doubled, body) = try harness.signedPost(path, parameters, as: shop)
            let query = "?" + String(decoding: body, as: UTF8.self)
            #expect(try await harness.send(.post, path + query, headers: doubled, body: body).status == 400)
            let half = try await harness.send(.post, path + "?user_name=jdoe", headers: doubled, body: body)
            #expect(half.refusal == Self.refusal)

            let (replaced, _) = try harness.signedPost(
                path, [("pairing_phrase", "no such"), ("user_name", "Ren\u{fffd}")], as: shop)
            let latin = Array("pairing_phrase=no+such&user_name=Ren%E9".utf8)
            #expect(try await harness.send(.post, path, headers: replaced, body: latin).status == 400)
        }
    }

    @Test(
        "Without a signature every signed route has the same response, whether the object exists or not",
        arguments: routes)
    func unsigned(_ method: HTTPRequest.Method, _ path: String) async throws {
        try await Harness.run { harness in
            let response = try await harness.send(method, path)
            #expect(response.refusal == Self.refusal)
            #expect(response.headers[.wwwAuthenticate] == "OAuth realm=\"toopher\"")
        }
    }

    @Test("One changed character anywhere is refused, and nothing is recorded")
    func tampered() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let phrase = try await Phone.registered(with: harness).phrase()
            let parameters = [("pairing_phrase", phrase), ("user_name", "jdoe")]
            let (headers, body) = try harness.signedPost("/v1/pairings/create", parameters, as: shop)
            let header = try #require(headers[.authorization])
            func send(_ header: String, _ body: [UInt8], _ path: String = "/v1/pairings/create") async throws -> String
            {
                var changed = headers
                changed[.authorization] = header
                return try await harness.send(.post, path, headers: changed, body: body).refusal
            }
            var other = body
            other[other.count - 1] = UInt8(ascii: "f")
            #expect(try await send(header, other) == Self.refusal)
            #expect(try await send(header, body + Array("&x=1".utf8)) == Self.refusal)
            #expect(try await send(header, body, "/v1/pairings/create?x=1") == Self.refusal)
            #expect(try await send(header, body, "/v1/authentication_requests/initiate") == Self.refusal)
            for field in ["oauth_signature=\"", "oauth_nonce=\"", "oauth_timestamp=\"", "oauth_consumer_key=\""] {
                let range = try #require(header.firstRange(of: field))
                let digit = header[range.upperBound]
                let changed = header.replacingCharacters(at: range.upperBound, with: digit == "1" ? "2" : "1")
                #expect(try await send(changed, body) == Self.refusal, "\(field)")
            }
            // Phrase and nonce are unused: the original request is accepted.
            let untouched = try await harness.send(.post, "/v1/pairings/create", headers: headers, body: body)
            #expect(untouched.status == 200)
        }
    }

    @Test("A replay is refused, after a restart too")
    func replay() async throws {
        let database = TemporaryDatabase()
        defer { database.remove() }
        let clock = TestClock()
        let headers: HTTPFields = try await {
            var headers: HTTPFields = [:]
            let service = try await ToopherService(
                configuration: .init(database: database.path, logger: .init(label: "test")))
            let made = try await service.createRequester(name: "Shop")
            await service.close()
            let credentials = try Credentials(
                consumerKey: made.consumerKey, consumerSecret: SecretBytes(utf8: made.consumerSecret))
            let signer = Signer(credentials: credentials, clock: { clock.now })
            headers[.authorization] = try signer.authorizationHeader(method: "GET", url: Harness.base + path)
            return headers
        }()
        for (attempt, status) in [404, 401, 401].enumerated() {
            try await Harness.run(database: database.path, clock: clock) { harness in
                let first = try await harness.send(.get, path, headers: headers)
                #expect(first.status == status, "\(attempt)")
                let second = try await harness.send(.get, path, headers: headers)
                #expect(second.refusal == Self.refusal)
            }
        }
    }

    private let path = "/v1/pairings/00000000-0000-4000-8000-000000000000"

    @Test(
        "A timestamp more than five minutes from the clock is refused, in either direction",
        arguments: [
            (Int64(-301), 401), (-300, 404), (300, 404), (301, 401),
        ])
    func window(_ skew: Int64, _ status: Int) async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let now = harness.clock.now
            let signer = Signer(credentials: shop.signer.credentials, clock: { now + skew })
            let header = try signer.authorizationHeader(method: "GET", url: Harness.base + path)
            #expect(try await harness.send(.get, path, headers: [.authorization: header]).status == status)
        }
    }

    @Test("A wrong secret and an unknown key get the same response")
    func strangers() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            for (key, secret) in [(shop.key, "wrong"), ("unknown", shop.secret)] {
                let credentials = try Credentials(consumerKey: key, consumerSecret: SecretBytes(utf8: secret))
                let clock = harness.clock
                let signer = Signer(credentials: credentials, clock: { clock.now })
                let header = try signer.authorizationHeader(method: "GET", url: Harness.base + path)
                let response = try await harness.send(.get, path, headers: [.authorization: header])
                #expect(response.refusal == Self.refusal)
            }
        }
    }

    @Test("A signed request with a body that is not a form is refused by its type")
    func mediaType() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let path = "/v1/pairings/create"
            let header = try shop.signer.authorizationHeader(method: "POST", url: Harness.base + path)
            let response = try await harness.send(
                .post, path, headers: [.authorization: header, .contentType: "application/json"], body: Array("{}".utf8)
            )
            #expect(response.status == 415 && response.json["error_code"] == .integer(415))
        }
    }
}

extension String {
    fileprivate func replacingCharacters(at index: Index, with character: Character) -> String {
        String(self[..<index]) + String(character) + String(self[self.index(after: index)...])
    }
}

#endif
