package import CryptoCore

/// The key by which push services recognise this server, and to which browsers bind their subscriptions.
///
/// With another key, no message reaches the subscriptions of this one.
///
/// RFC 8292 sections 2 and 3.2.
package struct VAPIDKey: Sendable {
    private let key: P256.PrivateKey

    /// The public key for browsers (`applicationServerKey`) and push services (`k`): the uncompressed point in base64url.
    package let publicKey: String

    /// Creates a random key.
    package init() throws(CryptoError) {
        self.init(try P256.PrivateKey())
    }

    /// Creates a key from what ``rawRepresentation()`` returned.
    package init(rawRepresentation: SecretBytes) throws(CryptoError) {
        self.init(try P256.PrivateKey(rawRepresentation: rawRepresentation))
    }

    private init(_ key: P256.PrivateKey) {
        self.key = key
        publicKey = Base64.encodeURL(key.publicKey.x963Representation)
    }

    /// Returns the private key to store: 32 bytes.
    package func rawRepresentation() throws(CryptoError) -> SecretBytes { try key.rawRepresentation() }

    /// Returns the ES256 signature of `message`.
    func signature(for message: [UInt8]) throws(CryptoError) -> [UInt8] { try key.signature(for: message) }
}
