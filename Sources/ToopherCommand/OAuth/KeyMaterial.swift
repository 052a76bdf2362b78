import CryptoCore
import OAuth1

/// Secrets and keys for any signature method.
struct KeyMaterial {
    var consumerSecret = ""
    var tokenSecret: String?
    var privateKeyPEM: String?
    /// Decrypts the private key, if it is encrypted.
    var passphrase: SecretBytes?
    /// For verifying without the private key.
    var publicKeyPEM: String?
    /// The RSA keys that have been parsed.
    var rsaKeyCache = RSAKeyCache()

    /// Returns the key for `method`.
    func key(for method: SignatureMethod) throws -> SignatureKey {
        let secret = SecretBytes(utf8: consumerSecret)
        let tokenSecret = tokenSecret.map { SecretBytes(utf8: $0) }
        switch method {
        case .hmacSHA1: return .hmac(.sha1, consumerSecret: secret, tokenSecret: tokenSecret)
        case .hmacSHA256: return .hmac(.sha256, consumerSecret: secret, tokenSecret: tokenSecret)
        case .hmacSHA512: return .hmac(.sha512, consumerSecret: secret, tokenSecret: tokenSecret)
        case .plaintext: return .plaintext(consumerSecret: secret, tokenSecret: tokenSecret)
        case .rsaSHA1: return try rsa(.sha1)
        case .rsaSHA256: return try rsa(.sha256)
        case .rsaSHA512: return try rsa(.sha512)
        }
    }

    private func rsa(_ hash: HashAlgorithm) throws -> SignatureKey {
        if let privateKeyPEM {
            return .rsa(hash, try rsaKeyCache.privateKey(pem: privateKeyPEM, passphrase: passphrase))
        }
        guard let publicKeyPEM else { throw CommandError("RSA requires a key in PEM") }
        return .rsaPublic(hash, try rsaKeyCache.publicKey(pem: publicKeyPEM))
    }
}
