#if Service

import AuthAPI
import CryptoCore
import HTTPTypes
import OAuth1
import Testing

@testable import ToopherService

extension Harness {
    /// Returns a token of an integration's client.
    func token(_ integration: TestIntegration, _ claims: [(String, JSONFragment?)], life: String = "300.25") throws
        -> String
    {
        let key = try HMACKey(.sha512, key: SecretBytes(utf8: integration.secret))
        let (seconds, fraction) = (life.prefix { $0 != "." }, life.drop { $0 != "." })
        let text = String(decoding: JSONFragment.object(claims.map { (name: $0.0, value: $0.1) }).bytes, as: UTF8.self)
        let end = clock.now + (Int64(seconds) ?? 0)
        return try HS512Token.sign(Array(text.dropLast().utf8) + Array(",\"exp\":\(end)\(fraction)}".utf8), key: key)
    }

    /// Returns the token with which a client shows who it is.
    func assertion(_ integration: TestIntegration, _ path: String, jti: String = "0123456789abcdef") throws -> String {
        try token(
            integration,
            [
                ("iss", .string(integration.key)), ("sub", .string(integration.key)),
                ("aud", .string(Self.base + path)), ("jti", .string(jti)),
            ])
    }

    /// Opens the page of the web flow, as a browser does that a client has sent.
    func open(
        _ integration: TestIntegration, user: String, nonce: String? = nil, life: String = "300.25",
        _ change: (inout [(String, JSONFragment?)]) -> Void = { _ in }
    ) async throws -> ServiceResponse {
        var claims: [(String, JSONFragment?)] = [
            ("scope", .string("openid")), ("redirect_uri", .string(WebFlowTests.redirectURI)),
            ("client_id", .string(integration.key)), ("iss", .string(integration.key)), ("aud", .string(Self.base)),
            ("state", .string(WebFlowTests.state)), ("response_type", .string("code")), ("duo_uname", .string(user)),
            ("use_duo_code_attribute", .boolean(true)),
        ]
        change(&claims)
        let query = [
            Parameter("response_type", "code"), Parameter("client_id", integration.key),
            Parameter("request", try token(integration, claims, life: life)),
        ]
        let target =
            "/oauth/v1/authorize?" + FormEncoding.encode(query + (nonce.map { [Parameter("nonce", $0)] } ?? []))
        return try await send(.get, target, headers: [.accept: "text/html"])
    }

    /// Asks for the result of an opened page.
    func result(of page: ServiceResponse, path: String = "/oauth/v1/result") async throws -> ServiceResponse {
        let token = page.text.split(separator: "data-token=\"").last?.prefix { $0 != "\"" } ?? ""
        return try await send(.post, path, headers: [.authorization: "Bearer \(token)"])
    }

    /// Exchanges a code.
    func exchange(
        _ code: String, as integration: TestIntegration, redirectURI: String = WebFlowTests.redirectURI,
        jti: String = "exchange"
    ) async throws -> ServiceResponse {
        let query = [
            Parameter("grant_type", "authorization_code"), Parameter("code", code),
            Parameter("redirect_uri", redirectURI), Parameter("client_id", integration.key),
            Parameter("client_assertion", try assertion(integration, "/oauth/v1/token", jti: jti)),
        ]
        return try await send(.post, "/oauth/v1/token?" + FormEncoding.encode(query))
    }
}

#endif
