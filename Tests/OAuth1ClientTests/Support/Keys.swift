import CryptoCore
import OAuth1
import TestSupport

/// The client's keys.
enum Keys {
    static let secret = "kd94hf93&k423kf44"

    static var hmac: SignatureKey { .hmac(.sha1, consumerSecret: SecretBytes(utf8: secret)) }

    /// The server's address has no TLS here.
    static var plaintext: SignatureKey { .plaintext(consumerSecret: SecretBytes(utf8: secret), withoutTLS: true) }

    static var rsa: SignatureKey { .rsa(.sha256, RSAFixtures.privateKey) }
}
