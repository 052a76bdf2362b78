public import CryptoCore

/// The credentials of a consumer and, in a three-legged flow, of a token.
///
/// The key is prepared on creation: keep the value and use it for many requests.
public struct Credentials: Sendable {
    /// One object, so that a copy of credentials costs one reference count.
    final class Storage: Sendable {
        let consumerKey: String
        let token: String?
        /// What is the same in each request that is signed.
        let signedParameters: FixedParameters
        let method: SignatureMethod
        let key: PreparedKey

        init(consumerKey: String, token: String?, method: SignatureMethod, key: PreparedKey) {
            self.consumerKey = consumerKey
            self.token = token
            signedParameters = FixedParameters(consumerKey: consumerKey, token: token, method)
            self.method = method
            self.key = key
        }
    }

    let storage: Storage

    /// The consumer key (`oauth_consumer_key`), which identifies the consumer and is not secret.
    public var consumerKey: String { storage.consumerKey }
    /// The token (`oauth_token`); `nil` in a two-legged flow.
    public var token: String? { storage.token }
    /// The one method that these credentials sign and verify with.
    public var signatureMethod: SignatureMethod { storage.method }

    /// Creates credentials with a key of any method.
    ///
    /// - Parameters:
    ///   - consumerKey: The consumer key.
    ///   - token: The token; `nil` in a two-legged flow.
    ///   - key: The method and its key.
    /// - Throws: ``/CryptoCore/CryptoError`` if the key cannot be used.
    public init(consumerKey: String, token: String? = nil, key: SignatureKey) throws(CryptoError) {
        storage = Storage(
            consumerKey: consumerKey, token: token, method: key.method, key: try PreparedKey(key))
    }

    /// Creates credentials that consist of shared secrets.
    ///
    /// - Parameters:
    ///   - consumerKey: The consumer key.
    ///   - consumerSecret: The secret of the consumer.
    ///   - token: The token; `nil` in a two-legged flow.
    ///   - tokenSecret: The secret of the token.
    ///   - signatureMethod: The one method that requests of this consumer are signed with.
    /// - Throws: ``/CryptoCore/CryptoError`` if OpenSSL fails.
    public init(
        consumerKey: String, consumerSecret: SecretBytes, token: String? = nil, tokenSecret: SecretBytes? = nil,
        signatureMethod: SharedSecretMethod = .hmacSHA1
    ) throws(CryptoError) {
        try self.init(
            consumerKey: consumerKey, token: token, key: signatureMethod.key(consumerSecret, tokenSecret))
    }

    /// Returns the value of `oauth_signature` for a base string, decoded: base64 text, or with PLAINTEXT the secrets.
    ///
    /// For tools; a ``Signer`` signs whole requests. RFC 5849 section 3.4.
    ///
    /// - Throws: ``/CryptoCore/CryptoError`` if OpenSSL fails, or RSA credentials have only the public key.
    public func signature(of baseString: String) throws(CryptoError) -> String {
        let bytes = baseString.utf8
        return try storage.key.signature(of: bytes.span)
    }

    /// Returns whether `signature` is the decoded value of `oauth_signature` for a base string, compared in constant time.
    ///
    /// For tools; a ``Verifier`` verifies whole requests.
    ///
    /// - Throws: ``/CryptoCore/CryptoError`` if OpenSSL fails.
    public func isSignature(_ signature: String, of baseString: String) throws(CryptoError) -> Bool {
        let bytes = signatureMethod == .plaintext ? Array(signature.utf8) : Base64.decode(signature) ?? []
        let text = Array(baseString.utf8)
        return try storage.key.isValid(bytes.span, for: text.span, using: HMACWorkspace())
    }
}
