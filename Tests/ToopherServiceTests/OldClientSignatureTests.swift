#if Service

import HTTPTypes
import OAuth1
import Testing

@testable import ToopherService

@Suite("Signatures of old clients") struct OldClientSignatureTests {
    /// What .NET's `Uri` leaves alone in a query: it escapes neither `+`, `&` and `#` nor what a URI may have.
    private static func unescaped(_ text: String) -> String {
        let allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~!*'();:@&=+$,/?[]"
        return text.utf8.map { byte in
            let character = Character(Unicode.Scalar(byte))
            if byte < 0x80, allowed.contains(character) { return String(character) }
            let digits = Array("0123456789ABCDEF")
            return "%" + String(digits[Int(byte >> 4)]) + String(digits[Int(byte & 15)])
        }.joined()
    }

    /// The query that .NET sends: without what follows a `#`.
    private static func query(_ parameters: [(String, String)]) -> String {
        let text = parameters.map { "\($0)=\($1)" }.joined(separator: "&")
        return "?" + unescaped(String(text.prefix { $0 != "#" }))
    }

    @Test(
        ".NET's parameters, which stand in query and body, have the body's values",
        arguments: [
            "cookie", "cookie+/=1", "a b", "a&b", "a=b", "a&b=c", "#", "a#b", "é", "日本語", "~*'()!", "a;b",
            "\"<>\\^`{|}",
            "a,b:c@d$e?f[g]", "+", "&",
        ])
    func doubled(_ value: String) async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let parameters = [("terminal_name_extra", value), ("terminal_name", "my computer"), ("user_name", "jdoe")]
            _ = try await harness.post("/v1/users/create", [("name", "jdoe")], as: shop)
            let path = "/v1/user_terminals/create"
            func send(_ query: String, _ body: [UInt8]? = nil) async throws -> ServiceResponse {
                let (headers, signed) = try harness.signedPost(path, parameters, as: shop)
                return try await harness.send(.post, path + query, headers: headers, body: body ?? signed)
            }
            let response = try await send(Self.query(parameters))
            #expect(response.status == 200, "\(response.text)")
            #expect(response.json["name_extra"].text == value)

            // Whatever else the query says, nothing of it is used.
            let forged = try await send("?terminal_name_extra=forged&terminal_name=forged&name=forged&user_name=forged")
            #expect(forged.json == response.json)
            // A changed body is refused, with any query.
            let (_, body) = try harness.signedPost(path, parameters, as: shop)
            let changed = try await send(Self.query(parameters), body + Array("&name=forged".utf8))
            #expect(changed.refusal == SignatureTests.refusal)
            // So is a query that does not begin as the body does.
            #expect(try await send("?name=forged&terminal_name_extra=x").refusal == SignatureTests.refusal)
        }
    }

    @Test("The observed request of row 13, byte for byte")
    func observed() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            _ = try await harness.post("/v1/users/create", [("name", "jdoe")], as: shop)
            let path = "/v1/user_terminals/create"
            let (headers, _) = try harness.signedPost(
                path, [("terminal_name_extra", "cookie+/=1"), ("user_name", "jdoe"), ("terminal_name", "t")], as: shop)
            let response = try await harness.send(
                .post, path + "?terminal_name_extra=cookie+/=1&user_name=jdoe&terminal_name=t", headers: headers,
                body: Array("terminal_name_extra=cookie%2b%2f%3d1&user_name=jdoe&terminal_name=t".utf8))
            #expect(response.status == 200 && response.json["name_extra"].text == "cookie+/=1")
        }
    }

    @Test("A parameter of the query that nobody signed has no effect, also on an empty body")
    func unsignedQuery() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (headers, _) = try harness.signedPost("/v1/users/create", [], as: shop)
            for body in [[], Array("x=1".utf8)] {
                let response = try await harness.send(
                    .post, "/v1/users/create?name=forged", headers: headers, body: body)
                #expect(response.refusal == SignatureTests.refusal)
            }
            let header = try shop.signer.authorizationHeader(method: "GET", url: Harness.base + "/v1/users")
            let listed = try await harness.send(.get, "/v1/users?name=x", headers: [.authorization: header])
            #expect(listed.refusal == SignatureTests.refusal)
        }
    }

    @Test("A bare question mark is no parameter, and a name without a value is one that is empty")
    func emptyQuery() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            func get(_ signed: String, _ sent: String) async throws -> Int {
                let header = try shop.signer.authorizationHeader(method: "GET", url: Harness.base + signed)
                return try await harness.send(.get, sent, headers: [.authorization: header]).status
            }
            #expect(try await get("/v1/users", "/v1/users?") == 200)
            #expect(try await get("/v1/users?", "/v1/users") == 200)
            #expect(try await get("/v1/users?name", "/v1/users?name=") == 200)
            #expect(try await get("/v1/users?name=", "/v1/users?name") == 200)
            #expect(try await get("/v1/users", "/v1/users?name") == 401)
            #expect(try await get("/v1/users", "/v1/users?=") == 401)
        }
    }
}

#endif
