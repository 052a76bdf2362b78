package import CryptoCore

/// Why a request of the Auth API is refused. The client is told no more than the kind; the operator's log has all of it.
@nonexhaustive package enum SignatureRefusal: Error, Sendable, Equatable {
    /// `Authorization` is missing or malformed.
    case noCredentials
    /// No variant gives this code: another secret signed, or something was changed on the way. A proxy must leave `Host`, path
    /// and body alone.
    case signatureInvalid
    /// The signature is valid, of a variant that this integration does not accept. An operator can permit it by name.
    case variantNotAccepted(SignatureVariant)
    /// Every variant that the request can be of signs a date, and there is none.
    case dateMissing
    /// The signature is valid, and its date is none that can be read.
    case dateMalformed
    /// The signature is valid, and its date is too far from the clock, by so many seconds.
    case dateOutsideWindow(seconds: Int64)
    /// The form is malformed, is not UTF-8, or has too many parameters.
    case malformedParameters
    /// The client's own header fields are too many or too long.
    case oversizedFields
    /// OpenSSL failed.
    case crypto(CryptoError)
}
