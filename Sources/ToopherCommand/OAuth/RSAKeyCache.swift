import CryptoCore
import Synchronization

/// A cache of RSA keys by their PEM text. Parsing one takes as long as thousands of HMACs, since OpenSSL checks it.
final class RSAKeyCache: Sendable {
    private struct PrivateKey {
        let key: RSAPrivateKey
        let passphrase: SecretBytes?

        /// Returns whether this passphrase has decrypted the key.
        func isFor(_ passphrase: SecretBytes?) -> Bool {
            guard let own = self.passphrase, let passphrase else { return self.passphrase == nil && passphrase == nil }
            return own.isEqual(to: passphrase)
        }
    }

    private struct Keys {
        var privateKeys: [String: PrivateKey] = [:]
        var publicKeys: [String: RSAPublicKey] = [:]
    }

    private static let limit = 64
    private let keys = Mutex(Keys())

    /// Returns the private key in `pem`, which `passphrase` decrypts if it is encrypted.
    func privateKey(pem: String, passphrase: SecretBytes? = nil) throws(CryptoError) -> RSAPrivateKey {
        if let known = keys.withLock({ $0.privateKeys[pem] }), known.isFor(passphrase) { return known.key }
        let key = try RSAPrivateKey(pemRepresentation: pem, passphrase: passphrase)
        keys.withLock { keys in
            if keys.privateKeys.count >= Self.limit { keys.privateKeys.removeAll() }
            keys.privateKeys[pem] = PrivateKey(key: key, passphrase: passphrase)
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
