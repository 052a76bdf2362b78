import CryptoCore
import OAuth1
import TestSupport

/// The keys of the client.
enum Keys {
    static let secret = "kd94hf93&k423kf44"

    static var hmac: SignatureKey { .hmac(.sha1, consumerSecret: SecretBytes(utf8: secret)) }

    /// The server of the tests has no TLS.
    static var plaintext: SignatureKey { .plaintext(consumerSecret: SecretBytes(utf8: secret), withoutTLS: true) }

    static var rsa: SignatureKey { .rsa(.sha256, RSAFixtures.privateKey) }
}
