package import CryptoCore

/// A way in which clients of the Auth API sign their requests. A request does not say which it is.
///
/// The raw value is the name that operators use.
package enum SignatureVariant: String, Sendable, Hashable, CaseIterable {
    /// Method, host, path and parameters; HMAC-SHA-1. No date: only TLS keeps it from being sent again.
    case v1
    /// As ``v1``, with HMAC-SHA-512. The date that some clients send beside it is not signed.
    case v1SHA512 = "v1-sha512"
    /// The date, and then as ``v1``.
    case v2SHA1 = "v2-sha1"
    /// The date, and then as ``v1``; HMAC-SHA-512.
    case v2SHA512 = "v2-sha512"
    /// As ``v2SHA512``, with the date in `X-Duo-Date`.
    case v2SHA512ClientDate = "v2-sha512-x"
    /// As ``v2SHA512``, and a digest of the body.
    case v4
    /// As ``v4``, and a digest of the client's own header fields.
    case v5

    /// Whether the client's date is signed.
    package var isDated: Bool { self != .v1 && self != .v1SHA512 }

    /// The hash function of the HMAC.
    package var algorithm: HashAlgorithm {
        switch self {
        case .v1, .v2SHA1: .sha1
        case .v1SHA512, .v2SHA512, .v2SHA512ClientDate, .v4, .v5: .sha512
        }
    }

    /// Whether the digest of the body is signed, and not the parameters of a form.
    var coversBody: Bool { self == .v4 || self == .v5 }

    /// Every variant with a signed date.
    package static let dated = Set(allCases.filter(\.isDated))
}
