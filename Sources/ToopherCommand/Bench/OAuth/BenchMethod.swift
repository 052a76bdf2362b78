import ArgumentParser
import CryptoCore
import OAuth1

/// A signature method by its name on the wire.
enum BenchMethod: String, ExpressibleByArgument, CaseIterable {
    case hmacSHA1 = "HMAC-SHA1"
    case hmacSHA256 = "HMAC-SHA256"
    case hmacSHA512 = "HMAC-SHA512"

    /// The library's name of it.
    var signatureMethod: SharedSecretMethod {
        switch self {
        case .hmacSHA1: .hmacSHA1
        case .hmacSHA256: .hmacSHA256
        case .hmacSHA512: .hmacSHA512
        }
    }

    /// The hash function of the method.
    var hash: HashAlgorithm {
        switch self {
        case .hmacSHA1: .sha1
        case .hmacSHA256: .sha256
        case .hmacSHA512: .sha512
        }
    }
}
