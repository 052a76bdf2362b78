#if Service

internal import CryptoCore

/// How a hard token makes its passwords.
struct OATHTokenSettings: Sendable, Hashable {
    /// What a password follows from: a counter (RFC 4226) or the time (RFC 6238).
    enum Kind: String, Sendable { case hotp, totp }

    /// The hash function of the HMAC.
    enum Algorithm: String, Sendable {
        case sha1, sha256, sha512

        var hash: HashAlgorithm {
            switch self {
            case .sha1: .sha1
            case .sha256: .sha256
            case .sha512: .sha512
            }
        }
    }

    /// The permitted lengths of a time step, in seconds.
    static let stepSizes: ClosedRange<Int64> = 1...3600

    var kind = Kind.totp
    /// The length of a password.
    var digits: Int
    var algorithm = Algorithm.sha1
    /// The length of a time step in seconds. Without meaning for a counter.
    var stepSize: Int64 = 30
}

#endif
