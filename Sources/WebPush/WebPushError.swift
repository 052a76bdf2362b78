package import CryptoCore

/// The reason why a push message cannot be made.
package enum WebPushError: Error, Sendable, Equatable {
    /// The endpoint of the subscription is not a URL to push to: "it …". Refuse the subscription.
    case invalidEndpoint(String)
    /// The key of the subscription is not an uncompressed point of P-256. Refuse the subscription.
    case invalidPublicKey
    /// The authentication secret of the subscription does not have 16 bytes. Refuse the subscription.
    case invalidAuthenticationSecret
    /// A push service that the operator names is not `host` or `host:port`. Correct the setting.
    case invalidService(String)
    /// The contact of the operator is not one that push services accept: "it …". Correct the setting.
    case invalidContact(String)
    /// The payload is longer than `limit` bytes. Send less.
    case payloadTooLarge(limit: Int)
    /// A cryptographic operation failed.
    case crypto(CryptoError)
}

extension WebPushError: CustomStringConvertible {
    /// One line for the operator's log; never holds a secret.
    package var description: String {
        switch self {
        case .invalidEndpoint(let reason): "the endpoint of the push subscription is not usable: \(reason)"
        case .invalidPublicKey: "the key of the push subscription is not an uncompressed point of P-256"
        case .invalidAuthenticationSecret: "the authentication secret of the push subscription does not have 16 bytes"
        case .invalidService(let text): "the push service \(text.debugDescription) is not host or host:port"
        case .invalidContact(let reason): "the contact for push services is not usable: \(reason)"
        case .payloadTooLarge(let limit): "the payload of the push message is longer than \(limit) bytes"
        case .crypto(let error): error.description
        }
    }

    /// Returns what `body` returns, with its error as one of this module.
    static func wrapping<Result>(_ body: () throws(CryptoError) -> Result) throws(WebPushError) -> Result {
        do throws(CryptoError) {
            return try body()
        } catch {
            throw .crypto(error)
        }
    }
}
