import CryptoCore
import HTTPTypes
import OAuth1

/// The endpoint that a service with OAuth 1.0a calls.
struct WebhookReceiver: Sendable {
    let credentials: Credentials
    let verifier: Verifier
    let site: ExternalURL

    init(consumerKey: String, consumerSecret: String, site: String) throws {
        credentials = try Credentials(
            consumerKey: consumerKey, key: .hmac(.sha256, consumerSecret: SecretBytes(utf8: consumerSecret)))
        verifier = try Verifier(window: .seconds(300), ledger: InMemoryNonceLedger())
        self.site = try ExternalURL(base: site)
    }

    /// Returns the request with the URL that the service called.
    func called(_ request: HTTPRequest, body: [UInt8]) throws -> ReceivedRequest {
        ReceivedRequest(request, url: try site.url(target: request.path ?? ""), body: body)
    }

    /// Returns the body if the service has signed it, and it comes for the first time.
    func authenticBody(of call: ReceivedRequest) async throws -> [UInt8] {
        _ = try await verifier.verify(call) { consumerKey, token in
            consumerKey == credentials.consumerKey && token == nil ? credentials : nil
        }
        return call.body
    }

    /// Handles a call, and returns the status of the response.
    func respond(
        to request: HTTPRequest, body: [UInt8], handle: ([UInt8]) async throws -> Void
    ) async throws -> HTTPResponse.Status {
        let authentic: [UInt8]
        do {
            authentic = try await authenticBody(of: called(request, body: body))
        } catch {
            print("a call is not authentic:", error)
            return .unauthorized
        }
        try await handle(authentic)
        return .ok
    }

    /// Returns why a signature is not valid, for the operator.
    func explanation(of request: HTTPRequest, body: [UInt8]) throws -> String {
        let report = try verifier.report(on: called(request, body: body), credentials: credentials)
        return report.description
    }
}
