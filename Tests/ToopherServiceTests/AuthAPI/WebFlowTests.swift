#if Service

import AuthAPI
import CryptoCore
import DeviceProtocol
import HTTPTypes
import Testing

@testable import ToopherService

@Suite("The web flow") struct WebFlowTests {
    static let redirectURI = "https://wiki.example.org/back?from=2fa"
    static let state = "0123456789abcdef"

    private func code(in address: String) -> String {
        String(address.split(separator: "duo_code=").last?.prefix { $0 != "&" } ?? "")
    }

    private func world(
        _ body: @escaping @Sendable (Harness, TestRequester, Phone, TestIntegration) async throws -> Void
    ) async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, _) = try await harness.pairedPhone(user: "alice", with: shop)
            let wiki = try await harness.integration(of: shop, kind: .web) { $0.redirectURIs = [Self.redirectURI] }
            try await body(harness, shop, phone, wiki)
        }
    }

    @Test("An approval sends the browser back with a code, which the client exchanges once for a token")
    func approved() async throws {
        try await world { harness, _, phone, wiki in
            let page = try await harness.open(wiki, user: "alice", nonce: "nonce-0123456789")
            #expect(page.status == 200 && page.text.contains("alice"))
            let pending = try await harness.result(of: page).json
            let id = try #require(try await phone.pending()["authentication_requests"].array.first)["id"].text
            #expect(try await phone.decide(.approve, on: id) { $0.number = pending["match_number"].text }.status == 200)
            let address = try await harness.result(of: page).json["redirect"].text
            #expect(address.hasPrefix(Self.redirectURI + "&duo_code=") && address.hasSuffix("&state=" + Self.state))
            let code = code(in: address)
            let answer = try await harness.exchange(code, as: wiki)
            #expect(answer.status == 200 && answer.json["token_type"].text == "Bearer", "\(answer.text)")
            let key = try HMACKey(.sha512, key: SecretBytes(utf8: wiki.secret))
            let token = try #require(try HS512Token.verify(answer.json["id_token"].text, key: key))
            let claims = try JSON.parse(token.claims)
            #expect(claims["preferred_username"].text == "alice" && claims["nonce"].text == "nonce-0123456789")
            #expect(claims["iss"].text == Harness.base + "/oauth/v1/token" && claims["aud"].text == wiki.key)
            #expect(claims["iat"].integer == harness.clock.now && claims["exp"].integer == harness.clock.now + 300)
            #expect(claims["auth_result"]["result"].text == "allow")
            let again = try await harness.exchange(code, as: wiki, jti: "again")
            #expect(again.status == 400 && again.json["error"].text == "invalid_grant")
            #expect(try await harness.result(of: page).status == 404)
        }
    }

    @Test("A denial sends the browser back without a code")
    func denied() async throws {
        try await world { harness, _, phone, wiki in
            let page = try await harness.open(wiki, user: "alice")
            _ = try await harness.result(of: page)
            let id = try #require(try await phone.pending()["authentication_requests"].array.first)["id"].text
            #expect(try await phone.decide(.deny, on: id).status == 200)
            let result = try await harness.result(of: page).json
            #expect(result["redirect"].text == Self.redirectURI + "&error=access_denied&state=" + Self.state)
            // Nobody knows what signs a postback of the requester here.
            #expect(result["payload"]["oauth_signature"] == .null)
        }
    }

    @Test("A user without a phone is sent back without a code")
    func unknownUser() async throws {
        try await world { harness, _, _, wiki in
            let page = try await harness.open(wiki, user: "nobody")
            #expect(try await harness.result(of: page).json["redirect"].text.contains("error=access_denied"))
        }
    }

    @Test("A code is not exchanged by another integration, for another address, or after a minute")
    func codes() async throws {
        try await world { harness, shop, phone, wiki in
            let page = try await harness.open(wiki, user: "alice")
            let pending = try await harness.result(of: page).json
            let id = try #require(try await phone.pending()["authentication_requests"].array.first)["id"].text
            #expect(try await phone.decide(.approve, on: id) { $0.number = pending["match_number"].text }.status == 200)
            let code = code(in: try await harness.result(of: page).json["redirect"].text)
            let other = try await harness.integration(of: shop, kind: .web) { $0.redirectURIs = [Self.redirectURI] }
            #expect(try await harness.exchange(code, as: other).json["error"].text == "invalid_grant")
            #expect(
                try await harness.exchange(code, as: wiki, redirectURI: "https://x/").json["error"].text
                    == "invalid_grant")
            #expect(try await harness.exchange(code + "A", as: wiki, jti: "1").json["error"].text == "invalid_grant")
            var wrong = wiki
            wrong.secret = "x"
            #expect(try await harness.exchange(code, as: wrong).json["error"].text == "invalid_client")
            harness.clock.advance(by: Store.webCodeLife)
            #expect(try await harness.exchange(code, as: wiki, jti: "2").json["error"].text == "invalid_grant")
        }
    }

    @Test("A token of a client counts once")
    func replayed() async throws {
        try await world { harness, _, _, wiki in
            let first = try await harness.exchange("x", as: wiki, jti: "same")
            #expect(first.status == 400)
            #expect(try await harness.exchange("x", as: wiki, jti: "same").status == 401)
            for status in [200, 401] { #expect(try await harness.open(wiki, user: "alice").status == status) }
        }
    }

    @Test(
        "A page is opened only for what the client has signed, for this service, and now",
        arguments: [
            ("client_id", .string("DIAAAAAAAAAAAAAAAAAA")), ("response_type", .string("token")),
            ("scope", .string("profile")), ("redirect_uri", .string("https://wiki.example.org/back")),
            ("redirect_uri", .string("https://evil.example.org/")), ("state", .string("short")),
            ("state", .string(String(repeating: "s", count: 1025))), ("duo_uname", .string(" alice")),
            ("aud", .string("https://other.example.org")), ("iss", .string("DIAAAAAAAAAAAAAAAAAA")), ("aud", nil),
            ("iss", nil), ("state", nil), ("duo_uname", nil), ("redirect_uri", nil), ("scope", nil),
        ] as [(String, JSONFragment?)])
    func refused(name: String, value: JSONFragment?) async throws {
        try await world { harness, _, _, wiki in
            let page = try await harness.open(wiki, user: "alice") { claims in
                claims.removeAll { $0.0 == name }
                claims.append((name, value))
            }
            #expect(page.status == 401 && !page.text.contains("data-token"), "\(name)")
        }
    }

    @Test("A page is not opened with another key, too late, or for a long time", arguments: ["-1", "0", "361", "x"])
    func lives(life: String) async throws {
        try await world { harness, _, _, wiki in
            #expect(try await harness.open(wiki, user: "alice", life: life).status == 401)
            var wrong = wiki
            wrong.secret = "x"
            #expect(try await harness.open(wrong, user: "alice").status == 401)
            try await harness.service.setIntegration(wiki.key, isEnabled: false)
            #expect(try await harness.open(wiki, user: "alice").status == 401)
        }
    }

    @Test("A page of one kind is none of the other")
    func kinds() async throws {
        try await world { harness, shop, _, wiki in
            let page = try await harness.open(wiki, user: "alice")
            #expect(try await harness.result(of: page, path: "/v1/web/result").status == 404)
            #expect(page.headers[.contentSecurityPolicy]?.contains("script-src 'self'") == true)
            let token = page.text.split(separator: "data-token=\"").last?.prefix { $0 != "\"" } ?? ""
            // Also with what precedes the token in the digest.
            for prefix in ["web ", "web%20", " "] {
                for path in ["/v1/web/result", "/v1/web/otp", "/oauth/v1/result"] {
                    let sent = try await harness.send(
                        .post, path, headers: [.authorization: "Bearer \(prefix)\(token)"], body: [])
                    #expect(sent.status == 404)
                }
            }
            let other = try await harness.page(
                [("username", "alice"), ("expires", "\(harness.clock.now + 100)")], as: shop)
            #expect(try await harness.result(of: other).status == 404)
        }
    }

    @Test("Whoever asks whether the service is there is told so, and wrong keys only where the operator wants that")
    func healthCheck() async throws {
        try await world { harness, shop, _, wiki in
            let path = "/oauth/v1/health_check"
            func check(_ integration: TestIntegration, _ assertion: String) async throws -> ServiceResponse {
                try await harness.send(
                    .post, path, headers: [.contentType: "application/x-www-form-urlencoded"],
                    body: Array("client_id=\(integration.key)&client_assertion=\(assertion)".utf8))
            }
            let shown = try await harness.integration(of: shop, kind: .web) {
                $0.redirectURIs = [Self.redirectURI]
                $0.showsErrors = true
            }
            for integration in [wiki, shown] {
                let healthy = try await check(integration, harness.assertion(integration, path))
                #expect(healthy.json["stat"].text == "OK")
                #expect(healthy.json["response"]["timestamp"].integer == harness.clock.now)
            }
            #expect(try await check(wiki, "x.y.z").json["stat"].text == "OK")
            let told = try await check(shown, harness.assertion(wiki, path))
            #expect(told.status == 401 && told.json["stat"].text == "FAIL")
        }
    }
}

#endif
