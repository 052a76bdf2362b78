internal import CryptoCore
package import HTTPTypes
internal import WebSyntax

/// The sender of push messages: makes the requests, which a transport sends.
///
/// RFC 8030 section 2.
package struct ApplicationServer: Sendable {
    private let identity: VAPIDIdentity
    private let paddedCount: Int?

    /// Creates a sender.
    ///
    /// - Parameters:
    ///   - identity: What push services recognise it by.
    ///   - paddedCount: The length that all payloads are padded to, so that the push service cannot tell them apart; `nil`
    ///     for no padding.
    package init(identity: VAPIDIdentity, paddingPayloadsTo paddedCount: Int? = 512) {
        self.identity = identity
        self.paddedCount = paddedCount
    }

    /// Returns the request that asks the push service of `subscription` to deliver `message`.
    ///
    /// - Throws: ``WebPushError/payloadTooLarge(limit:)``; ``WebPushError/crypto(_:)``.
    package func request(
        for message: PushMessage, to subscription: PushSubscription
    ) throws(WebPushError) -> (head: HTTPRequest, body: [UInt8]) {
        let body = try MessageEncryption.encrypt(message.payload, for: subscription, paddedTo: paddedCount)
        let authorization = try WebPushError.wrapping { () throws(CryptoError) in
            try identity.authorization(for: subscription.audience)
        }
        let endpoint = subscription.url
        var fields: HTTPFields = [
            .authorization: authorization,
            .contentEncoding: "aes128gcm",
            .contentType: "application/octet-stream",
            .timeToLive: String(min(max(0, message.timeToLive), PushMessage.maximumTimeToLive)),
            .urgency: message.urgency.rawValue,
        ]
        if let topic = message.topic { fields[.topic] = topic.text }
        let head = HTTPRequest(
            method: .post, scheme: endpoint.scheme.rawValue, authority: endpoint.authority.text, path: endpoint.target,
            headerFields: fields)
        return (head, body)
    }
}

extension HTTPField.Name {
    static let timeToLive = Self.known("TTL")
    static let urgency = Self.known("Urgency")
    static let topic = Self.known("Topic")

    private static func known(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("a field name is not a token") }
        return name
    }
}
