import CryptoCore
import CurlTransport
import HTTPExchange
import HTTPTypes
import OAuth1
import OAuth1Client
import TestProvider
import Testing

/// A client, a provider, and the browser between them.
struct FlowScenario: Sendable {
    static let callback = "https://client.example.com/ready?session=1"

    let provider: Provider
    let transport: CurlTransport
    let flow: AuthorizationFlow

    /// Opens `url` in a browser. Returns where it is redirected, or what the page shows.
    func browse(_ url: String) async throws -> String {
        let path = url.dropFirst("http://".count + provider.authority.utf8.count)
        let response = try await transport.send(
            HTTPRequest(method: .get, scheme: "http", authority: provider.authority, path: String(path)))
        return response.head.headerFields[.location] ?? String(decoding: response.body, as: UTF8.self)
    }

    /// Performs steps one and two, with the resource owner's consent.
    func consent() async throws -> (TemporaryCredentials, verifier: String) {
        let temporary = try await flow.temporaryCredentials(callback: .url(Self.callback))
        let url = try await browse(flow.authorizationURL(for: temporary))
        return (temporary, try temporary.verifier(inCallbackURL: url))
    }
}

/// Runs `body` with a client and a provider that share `key`, unless the client signs with `clientKey`.
func withScenario(
    key: SignatureKey = Keys.hmac, clientKey: SignatureKey? = nil, style: RequestStyle = RequestStyle(),
    leniencies: AuthorizationFlow.Leniencies = [], hasSessions: Bool = false,
    clock: @escaping UnixClock = SystemClock.unixSeconds, nonces: @escaping NonceSource = RandomNonce.source,
    tampering: @escaping Provider.Tampering = { _, response in response }, _ body: (FlowScenario) async throws -> Void
) async throws {
    let provider = try Provider(key: key, hasSessions: hasSessions, tampering: tampering)
    defer { provider.stop() }
    let transport = try CurlTransport()
    do {
        let flow = try AuthorizationFlow(
            consumerKey: Provider.consumerKey, key: clientKey ?? key, endpoints: provider.endpoints(), style: style,
            leniencies: leniencies, transport: transport, clock: clock, nonces: nonces)
        try await body(FlowScenario(provider: provider, transport: transport, flow: flow))
    } catch {
        await transport.close()
        throw error
    }
    await transport.close()
}

/// Runs `body` and expects `error`.
func expect(
    _ error: AuthorizationError, sourceLocation: SourceLocation = #_sourceLocation,
    from body: () async throws -> some Sendable
) async {
    await #expect(throws: error, sourceLocation: sourceLocation) { _ = try await body() }
}

extension AuthorizationError {
    /// What the server reports, if the error is a refusal or a denial.
    var problem: ProblemReport? {
        switch self {
        case .refused(_, let problem), .denied(let problem): problem
        default: nil
        }
    }
}
