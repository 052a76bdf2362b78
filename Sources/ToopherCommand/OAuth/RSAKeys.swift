import CryptoCore
import Synchronization

/// RSA keys by the PEM they were read from: reading one tries it out, which takes as long as thousands of HMACs.
final class RSAKeys: Sendable {
    private struct Held {
        var privateKeys: [String: RSAPrivateKey] = [:]
        var publicKeys: [String: RSAPublicKey] = [:]
    }

    private static let limit = 64
    private let held = Mutex(Held())

    /// The private key of `pem`, read at most once in a while.
    func privateKey(pem: String) throws(CryptoError) -> RSAPrivateKey {
        if let key = held.withLock({ $0.privateKeys[pem] }) { return key }
        let key = try RSAPrivateKey(pemRepresentation: pem)
        held.withLock { held in
            if held.privateKeys.count >= Self.limit { held.privateKeys.removeAll() }
            held.privateKeys[pem] = key
        }
        return key
    }

    /// The public key of `pem`, likewise.
    func publicKey(pem: String) throws(CryptoError) -> RSAPublicKey {
        if let key = held.withLock({ $0.publicKeys[pem] }) { return key }
        let key = try RSAPublicKey(pemRepresentation: pem)
        held.withLock { held in
            if held.publicKeys.count >= Self.limit { held.publicKeys.removeAll() }
            held.publicKeys[pem] = key
        }
        return key
    }
}
