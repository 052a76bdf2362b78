import CryptoCore
import OAuth1
import TestServer
import TestSupport

@testable import OAuth1Client

/// A server that grants authorizations as in RFC 5849 section 2 and verifies the requests to each endpoint.
///
/// The resource owner grants, unless the query of the second endpoint has `decision=deny`.
struct Provider: Sendable {
    /// A change to a response, for a server that misbehaves.
    typealias Tampering = @Sendable (_ path: String, _ response: ProviderResponse) -> ProviderResponse

    static let consumerKey = "dpf43f3p2l4k3l03"

    let state = ProviderState()
    private let server: FaultServer

    /// - Parameters:
    ///   - key: The key of the client.
    ///   - tampering: Changes the responses.
    init(key: SignatureKey, tampering: @escaping Tampering = { _, response in response }) throws {
        let verifier = try Verifier(ledger: InMemoryNonceLedger())
        let state = state
        server = FaultServer { connection in
            while let request = connection.readRequest().flatMap(ParsedRequest.init) {
                state.record(request)
                let endpoints = ProviderEndpoints(key: key, verifier: verifier, state: state)
                let response = blocking { await endpoints.response(to: request) }
                connection.send(tampering(request.path, response).text)
            }
        }
    }

    var authority: String { server.authority }

    func stop() { server.stop() }

    func endpoints() throws -> Endpoints {
        let base = "http://" + authority
        return try Endpoints(
            temporaryCredentials: base + "/initiate", authorization: base + "/authorize?lang=de", token: base + "/token"
        )
    }
}

/// The endpoints of a provider.
struct ProviderEndpoints: Sendable {
    let key: SignatureKey
    let verifier: Verifier
    let state: ProviderState

    func response(to request: ParsedRequest) async -> ProviderResponse {
        do {
            switch request.path {
            case "/initiate": return try await initiate(request)
            case "/authorize": return authorize(request)
            case "/token": return try await token(request)
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
        guard let token = request.query.first("oauth_token"), let callback = state.callback(of: token) else {
            return ProviderResponse(status: 404)
        }
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
        guard let token = verified.token, verified.protocolParameters.first("oauth_callback") == nil else {
            return .problem("parameter_rejected")
        }
        guard let verifier = verified.protocolParameters.first("oauth_verifier"),
            let (granted, secret) = state.exchange(token, verifier: verifier)
        else { return .problem("verifier_invalid") }
        return .form([("oauth_token", granted), ("oauth_token_secret", secret), ("user_id", "42")])
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
