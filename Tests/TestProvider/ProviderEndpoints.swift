internal import CryptoCore
internal import OAuth1
internal import OAuth1Client
internal import TestServer

/// The endpoints of a provider.
struct ProviderEndpoints: Sendable {
    let key: SignatureKey
    let hasSessions: Bool
    let verifier: Verifier
    let state: ProviderState

    func response(to request: ParsedRequest) async -> ProviderResponse {
        do {
            switch request.path {
            case "/initiate", "/oauth/request_token": return try await initiate(request)
            case "/authorize", "/e/t/etws/authorize": return authorize(request)
            case "/token", "/oauth/access_token": return try await token(request)
            case "/oauth/renew_access_token": return try await reactivate(request)
            case "/photos": return try await photos(request)
            default: return ProviderResponse(status: 404)
            }
        } catch {
            return .problem(Self.problem(error))
        }
    }

    private func initiate(_ request: ParsedRequest) async throws -> ProviderResponse {
        let verified = try await verify(request)
        guard verified.token == nil, let callback = verified.protocolParameters.first("oauth_callback"),
            verified.protocolParameters.first("oauth_verifier") == nil
        else { return .problem("parameter_absent") }
        let (token, secret) = state.startAuthorization(callback: callback)
        return .form([
            ("oauth_token", token), ("oauth_token_secret", secret), ("oauth_callback_confirmed", "true"),
            ("echo", verified.parameters.map { "\($0.name)=\($0.value)" }.joined(separator: ";")),
        ])
    }

    /// RFC 5849 section 2.2: the page in the resource owner's browser.
    private func authorize(_ request: ParsedRequest) -> ProviderResponse {
        guard let token = request.query.first("oauth_token") ?? request.query.first("token"),
            let callback = state.callback(of: token)
        else { return ProviderResponse(status: 404) }
        let separator = callback.contains("?") ? "&" : "?"
        guard request.query.first("decision") != "deny", let verifier = state.authorize(token)?.verifier else {
            return .redirect(callback + separator + FormEncoding.encode([Parameter("denied", token)]))
        }
        guard callback != "oob" else { return ProviderResponse(body: verifier) }
        let parameters = [Parameter("oauth_token", token), Parameter("oauth_verifier", verifier)]
        return .redirect(callback + separator + FormEncoding.encode(parameters))
    }

    private func token(_ request: ParsedRequest) async throws -> ProviderResponse {
        let verified = try await verify(request)
        // As the strictest servers do: a callback is refused here.
        guard verified.protocolParameters.first("oauth_callback") == nil else { return .problem("parameter_rejected") }
        guard let token = verified.token else { return logIn(verified.parameters) }
        if let handle = verified.protocolParameters.first("oauth_session_handle") {
            guard let (token, secret) = state.renew(token, handle: handle) else {
                return .problem("session_handle_rejected")
            }
            return credentials(token, secret)
        }
        guard let verifier = verified.protocolParameters.first("oauth_verifier"),
            let (granted, secret) = state.exchange(token, verifier: verifier)
        else { return .problem("verifier_invalid") }
        return credentials(granted, secret)
    }

    /// xAuth.
    private func logIn(_ parameters: [Parameter]) -> ProviderResponse {
        let form = [
            Parameter("x_auth_mode", "client_auth"), Parameter("x_auth_username", Provider.account.username),
            Parameter("x_auth_password", Provider.account.password),
        ]
        guard form.allSatisfy(parameters.contains) else { return .problem("permission_denied") }
        let (token, secret) = state.grant()
        return credentials(token, secret)
    }

    private func credentials(_ token: String, _ secret: String) -> ProviderResponse {
        let session = [
            ("oauth_expires_in", "3600"), ("oauth_session_handle", state.handle(of: token)),
            ("oauth_authorization_expires_in", "315360000"),
        ]
        return .form(
            [("oauth_token", token), ("oauth_token_secret", secret)] + (hasSessions ? session : [])
                + [("user_id", "42")])
    }

    /// E*TRADE's renewal: a token becomes active again, and stays the same.
    private func reactivate(_ request: ParsedRequest) async throws -> ProviderResponse {
        let verified = try await verify(request)
        guard let token = verified.token, state.isGranted(token) else { return .problem("token_rejected") }
        return ProviderResponse(body: "Access Token has been renewed")
    }

    private func photos(_ request: ParsedRequest) async throws -> ProviderResponse {
        let verified = try await verify(request)
        guard let token = verified.token, state.isGranted(token) else { return .problem("token_rejected") }
        return ProviderResponse(body: "photos of " + token)
    }

    private func verify(_ request: ParsedRequest) async throws -> VerifiedRequest {
        let address = try ExternalURL(base: "http://" + (request.values("host").first ?? ""))
        return try await verifier.verify(request.received(at: address)) { consumerKey, token in
            guard consumerKey == Provider.consumerKey else { return nil }
            guard let token else { return try Credentials(consumerKey: consumerKey, key: key.with(tokenSecret: nil)) }
            guard let secret = state.secret(of: token) else { return nil }
            return try Credentials(
                consumerKey: consumerKey, token: token, key: key.with(tokenSecret: SecretBytes(utf8: secret)))
        }
    }

    private static func problem(_ error: any Error) -> String {
        switch error as? VerificationError {
        case .signatureInvalid: "signature_invalid"
        case .nonceReplayed: "nonce_used"
        case .unknownConsumer: "token_rejected"
        case .signatureMethodNotAllowed: "signature_method_rejected"
        default: "parameter_rejected"
        }
    }
}
