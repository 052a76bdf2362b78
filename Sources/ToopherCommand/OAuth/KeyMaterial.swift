import CryptoCore
import OAuth1

/// Secrets and keys of which a signature method takes what it needs.
struct KeyMaterial {
    var consumerSecret = ""
    var tokenSecret: String?
    var privateKeyPEM: String?
    /// To verify with, where there is no private key.
    var publicKeyPEM: String?
    /// RSA keys that were read before.
    var rsaKeyCache = RSAKeyCache()

    /// The key of `method`.
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
        if let privateKeyPEM { return .rsa(hash, try rsaKeyCache.privateKey(pem: privateKeyPEM)) }
        guard let publicKeyPEM else { throw CommandError("RSA needs a key in PEM") }
        return .rsaPublic(hash, try rsaKeyCache.publicKey(pem: publicKeyPEM))
    }
}
