public import CryptoCore

/// A consumer's credentials and, in a flow with a resource owner, a token's.
///
/// The key is prepared once, here: keep the value and use it for many requests.
public struct Credentials: Sendable {
    /// One reference, so that handing credentials on costs one count.
    final class Storage: Sendable {
        let consumerKey: String
        let token: String?
        let method: SignatureMethod
        let key: PreparedKey

        init(consumerKey: String, token: String?, method: SignatureMethod, key: PreparedKey) {
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

    /// Credentials with a key of any method.
    public init(consumerKey: String, token: String? = nil, key: SignatureKey) throws(CryptoError) {
        storage = Storage(
            consumerKey: consumerKey, token: token, method: key.method, key: try PreparedKey(key))
    }

    /// Credentials that are two shared secrets.
    /// - Parameter signatureMethod: the one method that requests of this consumer are signed with.
    public init(
        consumerKey: String, consumerSecret: SecretBytes, token: String? = nil, tokenSecret: SecretBytes? = nil,
        signatureMethod: SharedSecretMethod = .hmacSHA1
    ) throws(CryptoError) {
        try self.init(
            consumerKey: consumerKey, token: token, key: signatureMethod.key(consumerSecret, tokenSecret))
    }

    /// The value of `oauth_signature` for a base string (RFC 5849 section 3.4), decoded: base64 text,
    /// or with PLAINTEXT the secrets. For tools; a ``Signer`` does all of it.
    /// - Throws: ``CryptoError``, also for RSA credentials that hold only the public key.
    public func signature(of baseString: String) throws(CryptoError) -> String {
        let bytes = baseString.utf8
        return try storage.key.signature(of: bytes.span)
    }

    /// Whether `signature`, the decoded value of `oauth_signature`, is of `baseString`, judged in constant
    /// time. For tools; a ``Verifier`` does all of it.
    public func isSignature(_ signature: String, of baseString: String) throws(CryptoError) -> Bool {
        let bytes = signatureMethod == .plaintext ? Array(signature.utf8) : Base64.decode(signature) ?? []
        let text = Array(baseString.utf8)
        return try storage.key.isValid(bytes.span, for: text.span, using: HMACWorkspace())
    }
}
