#if Service

internal import AuthAPI
internal import CryptoCore
internal import Database
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import OAuth1

/// The routes of the web flow: a client sends a browser to the service's page, gets it back with a code, and exchanges that.
struct WebFlowRoutes: Sendable {
    private typealias Found = (requester: Requester, integration: Integration)

    private let core: ServiceCore
    private let page = LocalizedPage(PackageResources.authenticate_html)
    private let result: PageRoutes
    private let pages = SignedPages()

    /// Creates the routes.
    init(core: ServiceCore) {
        self.core = core
        result = PageRoutes(core: core)
    }

    /// Adds the routes to a router.
    func add(to router: Router<ServiceRequestContext>) {
        router.post("oauth/v1/health_check") { request, context in try await healthCheck(request, context) }
        pages.add(["oauth/v1/authorize"], to: router) { request, context in
            do {
                return try await authorize(request, context)
            } catch {
                guard Self.refusal(error) != nil else { throw error }
                throw ProtocolError.notSigned
            }
        }
        router.post("oauth/v1/result") { request, context in
            try await result.result(request, context) { digest, isGranted in
                try await address(digest, isGranted: isGranted)
            }
        }
        router.post("oauth/v1/token") { request, context in
            do {
                return Response.json(try await token(request, context))
            } catch {
                guard let refusal = Self.refusal(error) else { throw error }
                context.logger.info("a code is not exchanged", metadata: ["reason": "\(refusal.word)"])
                return Response.json(
                    .object([("error", .string(refusal.word)), ("error_description", .string("This is not valid"))]),
                    status: refusal == .invalidToken ? .unauthorized : .badRequest)
            }
        }
    }

    /// Tells whether the service can be asked. A client that fails open lets its users in where it cannot: so wrong keys are told
    /// on the page, and not here, unless the operator wants that.
    private func healthCheck(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let form = AuthAPIParameters((try? CallParameter.parse(try await request.bodyBytes())) ?? [])
        let found = try await core.integration(key: (try? form.text("client_id")) ?? "")
        do {
            guard let found, let assertion = try form.text("client_assertion") else { throw WebFlowError.invalidToken }
            _ = try await client(
                found, assertion, audience: core.base(of: request, context) + "/oauth/v1/health_check")
        } catch {
            let failure = AuthAPIFailure.notSigned
            AuthAPIFailure(code: failure.code, message: failure.message, reason: "\(error)").log(to: context.logger)
            if found?.integration.showsErrors == true { return .failure(failure, .json) }
        }
        return .authAPI(.object([("timestamp", .integer(core.clock()))]), .json)
    }

    /// Verifies the client's request and returns the page.
    private func authorize(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let query = AuthAPIParameters(try Self.query(of: request))
        let base = try core.base(of: request, context)
        let found = try await web(query)
        let (requester, integration, now) = (found.requester, found.integration, core.clock())
        let text = try query.required("request")
        let claims = try WebClaims(text, of: integration, audience: base, at: now)
        guard claims.text("client_id") == integration.key, claims.text("response_type") == "code",
            try query.text("response_type") ?? "code" == "code",
            claims.text("scope")?.split(separator: " ").contains("openid") == true,
            let redirectURI = claims.text("redirect_uri"), integration.redirectURIs.contains(redirectURI),
            let state = claims.text("state"), (16...1024).contains(state.utf8.count), !state.utf8.contains(0),
            let userName = claims.text("duo_uname"), DisplayName.isNormal(userName),
            let secret = requester.validSecrets(at: now).first
        else { throw WebFlowError.invalidRequest }
        let nonce = try query.text("nonce")
        guard nonce.map({ $0.utf8.count <= 1024 }) ?? true else { throw WebFlowError.invalidRequest }
        let login = WebLogin(
            integrationKey: integration.key, userName: userName, redirectURI: redirectURI, state: state, nonce: nonce,
            codeName: claims.text("use_duo_code_attribute") == "false" ? "code" : "duo_code")
        let session = PageSession(
            requesterID: requester.id, secretID: secret.id,
            draft: AuthenticationRequestDraft(
                subject: .user(name: userName), terminalName: integration.name, automationAllowed: false,
                challengeRequired: requester.policy.alwaysChallenges, showsNumber: true),
            echo: Postback.Echo(sessionToken: "", requesterMetadata: nil), allowsPairing: false, resetAddress: nil,
            expires: now + core.lifetimes.authenticationRequest + core.lifetimes.phrase)
        let token = Base64.encodeURL(try core.random(32))
        let digest = try LinkToken.digest(WebLogin.tokenPrefix + token)
        let used = try use(text, claims, integration, "authorize")
        try await core.store.transaction(recording: used) { transaction throws(DatabaseError) in
            try Store.add(login, tokenDigest: digest, expires: session.expires, transaction)
            return .success(
                try Store.addPageSession(session, userName: userName, tokenDigest: digest, now: now, transaction))
        }
        return Response(
            signedPage: page.render(
                [
                    "requester": requester.name, "user": userName, "action": session.draft.actionName,
                    "terminal": integration.name, "token": token, "can_mail": "false",
                ], for: request), framedBy: [])
    }

    /// Returns where the page of a decided log-in sends its browser.
    private func address(_ tokenDigest: String, isGranted: Bool) async throws -> String {
        let code = isGranted ? Base64.encodeURL(try core.random(32)) : nil
        let login = try await core.store.finishWebLogin(
            tokenDigest: tokenDigest, codeDigest: try code.map { try LinkToken.digest($0) }, now: core.clock())
        guard let login else { throw ProtocolError.notFound }
        return login.address(code: code)
    }

    /// Exchanges a code.
    private func token(_ request: Request, _ context: ServiceRequestContext) async throws -> JSONFragment {
        // Clients send them in the query; a form is what RFC 6749 has.
        let query = try Self.query(of: request)
        let parameters = AuthAPIParameters(
            query.isEmpty ? try CallParameter.parse(try await request.bodyBytes()) : query)
        let issuer = try core.base(of: request, context) + "/oauth/v1/token"
        guard try parameters.text("grant_type") == "authorization_code", let code = try parameters.text("code"),
            let redirectURI = try parameters.text("redirect_uri"),
            let assertion = try parameters.text("client_assertion")
        else { throw WebFlowError.invalidRequest }
        let found = try await web(parameters)
        let used = try await client(found, assertion, audience: issuer)
        let (integration, now, digest) = (found.integration, core.clock(), try LinkToken.digest(code))
        let login: WebLogin? = try await core.store.transaction(recording: used) { transaction throws(DatabaseError) in
            .success(
                try Store.exchange(
                    codeDigest: digest, of: integration.key, redirectURI: redirectURI, now: now, transaction))
        }
        guard let login else { throw WebFlowError.invalidCode }
        let claims = JSONFragment.object([
            ("iss", .string(issuer)), ("aud", .string(integration.key)), ("sub", .string(login.userName)),
            ("preferred_username", .string(login.userName)), ("iat", .integer(now)), ("exp", .integer(now + 300)),
            ("auth_time", .integer(now)), ("nonce", login.nonce.map { .string($0) }),
            (
                "auth_result",
                .object([
                    ("result", .string("allow")), ("status", .string("allow")), ("status_msg", .string("Approved")),
                ])
            ),
        ])
        return .object([
            ("id_token", .string(try HS512Token.sign(claims.bytes, key: integration.tokenKey))),
            // There is nothing that it gives access to.
            ("access_token", .string(Base64.encodeURL(try core.random(32)))), ("expires_in", .integer(300)),
            ("token_type", .string("Bearer")),
        ])
    }

    /// Looks up the integration that a call names.
    private func web(_ parameters: AuthAPIParameters) async throws -> Found {
        guard let key = try parameters.text("client_id"), let found = try await core.integration(key: key),
            found.integration.kind == .web, found.integration.isEnabled, found.requester.state == .active
        else { throw WebFlowError.invalidToken }
        return found
    }

    /// Verifies a client's own token; returns the nonce to record.
    private func client(_ found: Found, _ assertion: String, audience: String) async throws -> RequestNonce {
        guard found.integration.kind == .web, found.integration.isEnabled, found.requester.state == .active else {
            throw WebFlowError.invalidToken
        }
        let claims = try WebClaims(assertion, of: found.integration, audience: audience, at: core.clock())
        guard claims.text("sub") == found.integration.key, claims.text("jti")?.isEmpty == false else {
            throw WebFlowError.invalidToken
        }
        return try use(assertion, claims, found.integration, "assertion")
    }

    /// Returns the nonce of a token, which counts once.
    private func use(
        _ token: String, _ claims: WebClaims, _ integration: Integration, _ kind: String
    ) throws(CryptoError) -> RequestNonce {
        let use = NonceUse(
            consumerKey: integration.key, token: kind, timestamp: claims.expires,
            nonce: Base64.encodeURL(try Digest.sha256(Array(token.utf8))))
        return try RequestNonce(use, horizon: core.clock() - core.timestampWindow, refusal: .notSigned)
    }

    /// Returns what a client is told of an error; `nil` for one that is not the client's.
    private static func refusal(_ error: any Error) -> WebFlowError? {
        switch error {
        case let error as WebFlowError: error
        case is NonceRefusal: .invalidToken
        case is AuthAPIFailure, is SignatureRefusal: .invalidRequest
        default: nil
        }
    }

    private static func query(of request: Request) throws -> [CallParameter] {
        let parts = (request.head.path ?? "").split(separator: "?", maxSplits: 1)
        return parts.count > 1 ? try CallParameter.parse(Array(parts[1].utf8)) : []
    }
}

#endif
