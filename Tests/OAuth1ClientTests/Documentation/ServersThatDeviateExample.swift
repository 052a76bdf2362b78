import CryptoCore
import HTTPExchange
import OAuth1
import OAuth1Client

/// The code of `Sources/OAuth1Client/OAuth1Client.docc/ServersThatDeviate.md`.
struct ServersThatDeviateExample {
    let flow: AuthorizationFlow
    let store: @Sendable (String, SecretBytes, String?, Duration?) -> Void
    let correctClock: @Sendable (ClosedRange<Int64>?) -> Void

    static func interactiveBrokers(
        _ consumerKey: String, _ privateKey: RSAPrivateKey, _ endpoints: Endpoints, _ transport: any HTTPTransport
    ) throws -> AuthorizationFlow {
        let flow = try AuthorizationFlow(
            consumerKey: consumerKey, key: .rsa(.sha256, privateKey), endpoints: endpoints,
            style: RequestStyle(realm: "limited_poa"), leniencies: .interactiveBrokers, transport: transport)
        return flow
    }

    func current(_ token: TokenCredentials, isExpired: Bool) async throws -> TokenCredentials {
        guard isExpired else { return token }
        let renewed = try await flow.renew(token)
        store(renewed.token, renewed.tokenSecret, renewed.sessionHandle, renewed.lifetime)
        return renewed
    }

    static func isExpired(_ response: HTTPTransportResponse) -> Bool {
        let isExpired = ProblemReport(response)?.name == "token_expired"
        return isExpired
    }

    func token(for temporary: TemporaryCredentials, _ verifier: String) async throws -> TokenCredentials {
        do throws(AuthorizationError) {
            return try await flow.tokenCredentials(for: temporary, verifier: verifier)
        } catch {
            if case .refused(_, let problem?) = error, problem.name == "timestamp_refused" {
                correctClock(problem.acceptableTimestamps)
            }
            throw error
        }
    }
}
