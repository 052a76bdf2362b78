internal import CryptoCore

/// The public key of a credential: ES256, or RS256 as some computers have it.
///
/// WebAuthn Level 2 section 5.8.5; RFC 8812 section 2 for RS256.
public struct CredentialKey: Sendable {
    private enum Key: Sendable {
        case es256(P256.PublicKey)
        case rs256(RSAPublicKey)
    }

    /// The largest SubjectPublicKeyInfo that is read: RSA with 8192 bits.
    public static let maximumByteCount = 1100

    /// The SubjectPublicKeyInfo in DER, as `AuthenticatorAttestationResponse.getPublicKey()` returns it.
    public let derRepresentation: [UInt8]

    private let key: Key

    /// Creates a key from a SubjectPublicKeyInfo in DER.
    ///
    /// - Returns: `nil` for what is neither a P-256 nor an RSA key of at least 2048 bits.
    public init?(derRepresentation der: [UInt8]) {
        guard der.count <= Self.maximumByteCount else { return nil }
        if let point = try? P256.PublicKey(derRepresentation: der) {
            key = .es256(point)
        } else {
            let pem = "-----BEGIN PUBLIC KEY-----\n\(Base64.encode(der))\n-----END PUBLIC KEY-----\n"
            guard let rsa = try? RSAPublicKey(pemRepresentation: pem) else { return nil }
            key = .rs256(rsa)
        }
        derRepresentation = der
    }

    /// Whether a signature as authenticators write it is one of a message. ECDSA's is a DER sequence of two integers:
    /// WebAuthn Level 2 section 6.5.6.
    func isValidSignature(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        switch key {
        case .es256(let key): return key.isValidSignature(derRepresentation: signature, for: message)
        case .rs256(let key):
            return (try? key.isValidSignature(signature.span, for: message.span, using: .sha256)) ?? false
        }
    }
}
