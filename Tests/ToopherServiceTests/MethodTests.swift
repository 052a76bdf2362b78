#if Service

import HTTPTypes
import OAuth1
import Testing

@testable import ToopherService

@Suite("Methods of HTTP") struct MethodTests {
    private static let allow = HTTPField.Name("Allow")

    static let paths: [(path: String, allow: String, other: String)] = [
        ("/health", "GET, HEAD, OPTIONS", "POST"), ("/v1/users", "GET, HEAD, OPTIONS", "PUT"),
        ("/v1/users/create", "OPTIONS, POST", "GET"), ("/v1/users/x", "GET, HEAD, OPTIONS, POST", "DELETE"),
        ("/v1/pairings/create", "OPTIONS, POST", "DELETE"), ("/v1/web/authenticate", "GET, HEAD, OPTIONS", "POST"),
        ("/v1/users//x/", "GET, HEAD, OPTIONS, POST", "PATCH"), ("/static/page.css", "GET, HEAD, OPTIONS", "POST"),
        ("/v1/device/answers", "OPTIONS, POST", "BREW"),
    ]

    private func allowed(_ response: ServiceResponse) -> String? { Self.allow.flatMap { response.headers[$0] } }

    @Test("HEAD is GET without the body, signed as HEAD", arguments: ["/health", "/static/page.css", "/v1/users"])
    func head(_ path: String) async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            func send(_ method: HTTPRequest.Method, signing signed: HTTPRequest.Method) async throws -> ServiceResponse
            {
                let header = try shop.signer.authorizationHeader(method: signed.rawValue, url: Harness.base + path)
                return try await harness.send(method, path, headers: [.authorization: header])
            }
            let (get, head) = (try await send(.get, signing: .get), try await send(.head, signing: .head))
            #expect(get.status == 200 && head.status == 200)
            #expect(!get.body.isEmpty && head.body.isEmpty)
            #expect(head.headers == get.headers && head.headers[.contentLength] == String(get.body.count))
            if path == "/v1/users" {
                let forged = try await send(.head, signing: .get)
                #expect(forged.status == 401 && forged.body.isEmpty)
            }
        }
    }

    @Test("What HEAD does not find has no body either")
    func headOfNothing() async throws {
        try await Harness.run { harness in
            for (path, status) in [("/nothing", 404), ("/v1/users", 401), ("/v1/users/create", 405)] {
                let response = try await harness.send(.head, path)
                #expect(response.status == status && response.body.isEmpty)
            }
        }
    }

    @Test(
        "OPTIONS tells the methods of a path, and other methods get a 405 that tells them too",
        arguments: paths)
    func methods(_ path: String, _ allow: String, _ other: String) async throws {
        let other = try #require(HTTPRequest.Method(other))
        try await Harness.run { harness in
            let options = try await harness.send(.options, path + "?a=b")
            #expect(options.status == 200 && options.text == "{}" && allowed(options) == allow)
            let refused = try await harness.send(other, path)
            #expect(refused.refusal == "405 405 Method not allowed" && allowed(refused) == allow)
        }
    }

    @Test("What no route has is not found by any method", arguments: [HTTPRequest.Method.options, .get, .put, .trace])
    func unknownPath(_ method: HTTPRequest.Method) async throws {
        try await Harness.run { harness in
            for path in ["/v1", "/v1/users/x/y", "/v1/pairings", "/"] {
                let response = try await harness.send(method, path)
                #expect(response.refusal == "404 404 Not found" && allowed(response) == nil)
            }
        }
    }

    @Test("The table prefers what is spelled out, as the router does")
    func table() {
        let table = RouteTable([("/a/{id}", .get), ("/a/b", .post), ("/a/{id}", .post), ("/", .get)])
        #expect(table.allow("/a/x") == "GET, HEAD, OPTIONS, POST")
        #expect(table.allow("/a/b") == "OPTIONS, POST")
        #expect(table.allow("/") == "GET, HEAD, OPTIONS" && table.allow("") == table.allow("/"))
        #expect(table.allow("/a") == nil && table.allow("/a/b/c") == nil && table.allow("*") == nil)
    }
}

#endif
