import CryptoCore
import Synchronization

/// A cache of RSA keys by their PEM text. Parsing one takes as long as thousands of HMACs, since OpenSSL checks it.
final class RSAKeyCache: Sendable {
    private struct Keys {
        var privateKeys: [String: RSAPrivateKey] = [:]
        var publicKeys: [String: RSAPublicKey] = [:]
    }

    private static let limit = 64
    private let keys = Mutex(Keys())

    /// Returns the private key in `pem`.
    func privateKey(pem: String) throws(CryptoError) -> RSAPrivateKey {
        if let key = keys.withLock({ $0.privateKeys[pem] }) { return key }
        let key = try RSAPrivateKey(pemRepresentation: pem)
        keys.withLock { keys in
            if keys.privateKeys.count >= Self.limit { keys.privateKeys.removeAll() }
            keys.privateKeys[pem] = key
        }
        return key
    }

    /// Returns the public key in `pem`.
    func publicKey(pem: String) throws(CryptoError) -> RSAPublicKey {
        if let key = keys.withLock({ $0.publicKeys[pem] }) { return key }
        let key = try RSAPublicKey(pemRepresentation: pem)
        keys.withLock { keys in
            if keys.publicKeys.count >= Self.limit { keys.publicKeys.removeAll() }
            keys.publicKeys[pem] = key
        }
        return key
    }
}
