import CryptoCore
import OAuth1

/// Secrets and keys for any signature method.
struct KeyMaterial {
    /// `nil` if none was given, which is not the same as an empty one: with that, anybody could sign.
    var consumerSecret: String?
    var tokenSecret: String?
    var privateKeyPEM: String?
    /// Decrypts the private key, if it is encrypted.
    var passphrase: SecretBytes?
    /// For verifying without the private key.
    var publicKeyPEM: String?
    /// The RSA keys that have been parsed.
    var rsaKeyCache = RSAKeyCache()

    /// Returns the key for `method`.
    ///
    /// - Parameter missingSecret: What to throw if the method needs a consumer secret, and none was given.
    func key(for method: SignatureMethod, missingSecret: @autoclosure () -> any Error) throws -> SignatureKey {
        switch method {
        case .rsaSHA1: return try rsa(.sha1)
        case .rsaSHA256: return try rsa(.sha256)
        case .rsaSHA512: return try rsa(.sha512)
        default: break
        }
        guard let consumerSecret else { throw missingSecret() }
        let secret = SecretBytes(utf8: consumerSecret)
        let tokenSecret = tokenSecret.map { SecretBytes(utf8: $0) }
        return switch method {
        case .plaintext: .plaintext(consumerSecret: secret, tokenSecret: tokenSecret)
        default: .hmac(method.hash, consumerSecret: secret, tokenSecret: tokenSecret)
        }
    }

    /// Whether there is a key, and no secret: the method must be RSA, whatever the request names.
    var isForRSAOnly: Bool { consumerSecret == nil && (privateKeyPEM ?? publicKeyPEM) != nil }

    private func rsa(_ hash: HashAlgorithm) throws -> SignatureKey {
        if let privateKeyPEM {
            return .rsa(hash, try rsaKeyCache.privateKey(pem: privateKeyPEM, passphrase: passphrase))
        }
        guard let publicKeyPEM else {
            throw CommandError("RSA requires a key in PEM: --key-file, or in a batch private_key_pem")
        }
        return .rsaPublic(hash, try rsaKeyCache.publicKey(pem: publicKeyPEM))
    }
}
