import CryptoCore
import TestSupport

@testable import OAuth1

/// The consumer `k` of the tests, with a key of each method.
enum TestKeys {
    static func credentials(_ method: SignatureMethod, consumerKey: String = "k") throws -> Credentials {
        try Credentials(consumerKey: consumerKey, key: try key(method))
    }

    static func key(_ method: SignatureMethod) throws -> SignatureKey {
        let secret = SecretBytes(utf8: "s")
        return switch method {
        case .hmacSHA1: .hmac(.sha1, consumerSecret: secret)
        case .hmacSHA256: .hmac(.sha256, consumerSecret: secret)
        case .hmacSHA512: .hmac(.sha512, consumerSecret: secret)
        case .rsaSHA1: .rsa(.sha1, RSAFixtures.privateKey)
        case .rsaSHA256: .rsa(.sha256, RSAFixtures.privateKey)
        case .rsaSHA512: .rsa(.sha512, RSAFixtures.privateKey)
        case .plaintext: .plaintext(consumerSecret: secret)
        }
    }
}
