public import CryptoCore

/// A public key that tree heads are signed with.
public struct LogKey: Sendable {
    /// What heads name the key by: the SHA-256 digest of its point, in base64url.
    public let id: String
    /// The key.
    public let publicKey: P256.PublicKey

    /// Creates the key of a log.
    public init(_ publicKey: P256.PublicKey) throws(CryptoError) {
        self.publicKey = publicKey
        id = try Self.id(of: publicKey.x963Representation)
    }

    /// Creates a key from its ``text``; `nil` if that is no point of P-256.
    public init?(text: String) {
        guard let point = Base64.decodeURL(text), let key = try? P256.PublicKey(x963Representation: point),
            let named = try? LogKey(key)
        else { return nil }
        self = named
    }

    /// The point in base64url.
    public var text: String { Base64.encodeURL(publicKey.x963Representation) }

    /// What the key before it signs when this key takes its place.
    public var successionBytes: [UInt8] { Array("toopher-log-key-1\n\(text)\n".utf8) }

    /// Returns what a public key is named by, that of a log or of a device.
    ///
    /// - Parameter x963: The uncompressed point, 65 bytes.
    public static func id(of x963: [UInt8]) throws(CryptoError) -> String {
        Base64.encodeURL(try Digest.sha256(x963))
    }
}
