public import CryptoCore

/// A consumer's credentials and, in a flow with a resource owner, a token's.
///
/// The HMAC key of both secrets is prepared once, here: keep the value and use it for many
/// requests.
public struct Credentials: Sendable {
    /// One reference, so that handing credentials on costs one count.
    final class Storage: Sendable {
        let consumerKey: String
        let token: String?
        let method: SignatureMethod
        /// The method's HMAC keyed with both secrets, each encoded, joined by `&` (RFC 5849 section 3.4.2).
        let key: HMACKey

        init(consumerKey: String, token: String?, method: SignatureMethod, key: HMACKey) {
            self.consumerKey = consumerKey
            self.token = token
            self.method = method
            self.key = key
        }
    }

    let storage: Storage

    /// The consumer key (`oauth_consumer_key`): public, names the consumer.
    public var consumerKey: String { storage.consumerKey }
    /// The token (`oauth_token`), nil in a two-legged flow.
    public var token: String? { storage.token }
    /// The one method that these credentials sign and verify with.
    public var signatureMethod: SignatureMethod { storage.method }

    /// Prepares the keyed state.
    /// - Parameter signatureMethod: the one method that requests of this consumer are signed with.
    public init(
        consumerKey: String, consumerSecret: SecretBytes, token: String? = nil, tokenSecret: SecretBytes? = nil,
        signatureMethod: SignatureMethod = .hmacSHA1
    ) throws(CryptoError) {
        var joined: [UInt8] = []
        Self.append(consumerSecret, to: &joined)
        joined.append(UInt8(ascii: "&"))
        if let tokenSecret { Self.append(tokenSecret, to: &joined) }
        let key = try HMACKey(signatureMethod.hash, key: SecretBytes(joined))
        storage = Storage(consumerKey: consumerKey, token: token, method: signatureMethod, key: key)
    }

    private static func append(_ secret: SecretBytes, to output: inout [UInt8]) {
        secret.withBytes { bytes in
            for index in bytes.indices { PercentEncoding.append(bytes[index], to: &output) }
        }
    }
}
