#if Service

internal import CryptoCore
internal import HTTPExchange
internal import HTTPTypes
internal import OAuth1
internal import WebSyntax

/// Signs a message, and sends it once.
struct WebhookAttempt: Sendable {
    /// Who takes a message has nothing to say. More than this is not read.
    private static let maximumResponseBytes = 64 * 1024

    private let settings: WebhookSettings
    private let sealer: SecretSealer
    private let clock: UnixClock

    init(settings: WebhookSettings, sealer: SecretSealer, clock: @escaping UnixClock) {
        self.settings = settings
        self.sealer = sealer
        self.clock = clock
    }

    /// Sends a message.
    func send(_ message: WebhookMessage, to target: WebhookTarget) async -> WebhookOutcome {
        let (request, body): (HTTPRequest, [UInt8])
        do {
            (request, body) = try signed(message, to: target)
        } catch let error as ServiceError {
            return .failed(reason: "\(error)", retryAfter: nil)
        } catch {
            return .failed(reason: "its secret cannot be used: \(error)", retryAfter: nil)
        }
        let deadline = settings.limits.deadline
        let options = TransferOptions(
            connectTimeout: min(deadline, .seconds(10)), totalTimeout: deadline,
            maximumResponseBytes: Self.maximumResponseBytes)
        do throws(TransportError) {
            let response = try await settings.transport.send(request, body: body, options: options)
            return Self.outcome(response.head, now: clock())
        } catch {
            return error == .cancelled ? .interrupted : .failed(reason: "\(error)", retryAfter: nil)
        }
    }

    private func signed(
        _ message: WebhookMessage, to target: WebhookTarget
    ) throws -> (HTTPRequest, [UInt8]) {
        let url = try WebhookURL.parse(target.url)
        guard url.scheme == .https || settings.exceptions.contains(where: { $0.matches(url) }) else {
            throw ServiceError.invalidWebhookURL(
                reason: "it is plain http, and --webhook-allow names another host or port, or none")
        }
        let keys = try target.secrets.map { secret in
            try sealer.open(
                secret.sealed, of: Store.webhookSecretOwner(requester: target.requesterID, secret: secret.id))
        }
        let (body, timestamp) = (Array(message.body.utf8), clock())
        let signature = try WebhookSignature.value(id: message.id, timestamp: timestamp, body: body, keys: keys)
        var fields: HTTPFields = [.contentType: "application/json"]
        fields[.webhookID] = message.id
        fields[.webhookTimestamp] = String(timestamp)
        fields[.webhookSignature] = signature
        let request = HTTPRequest(
            method: .post, scheme: url.scheme.rawValue, authority: url.authority.text, path: url.target,
            headerFields: fields)
        return (request, body)
    }

    private static func outcome(_ response: HTTPResponse, now: Int64) -> WebhookOutcome {
        switch response.status.code {
        case 200...299: .delivered
        case 410: .gone
        case let code:
            .failed(
                reason: "status \(code)",
                retryAfter: RetryAfter.delay(in: response.headerFields, now: now)?.components.seconds)
        }
    }
}

extension HTTPField.Name {
    fileprivate static let webhookID = token("Webhook-Id")
    fileprivate static let webhookTimestamp = token("Webhook-Timestamp")
    fileprivate static let webhookSignature = token("Webhook-Signature")

    private static func token(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("a field name is not a token") }
        return name
    }
}

#endif
