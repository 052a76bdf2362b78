public import CryptoCore

/// Why a request could not be signed, or a text not be parsed.
@nonexhaustive
public enum OAuth1Error: Error, Sendable, Equatable {
    /// The URL is not an absolute http or https URL that can be signed; correct it.
    case invalidURL(reason: String)
    /// The method is empty or holds characters that no HTTP method has; correct it.
    case invalidMethod
    /// The `realm` holds a control character and cannot stand in a header; correct it.
    case invalidRealm
    /// A parameter to sign is named like one that the signer adds itself; leave it out.
    case reservedParameter(name: String)
    /// PLAINTEXT would send the secrets without TLS; use an https URL, or allow it by name in the key.
    case plaintextWithoutTLS
    /// The nonces asked for would be guessable, or hold a character that needs encoding.
    case invalidNonceFormat(reason: String)
    /// A form body or a header is not well-formed; treat it as bad input.
    case malformed(reason: String)
    /// An input is longer or has more parameters than the limit; treat it as bad input.
    case tooLarge(limit: Int)
    /// OpenSSL failed; see its reasons.
    case crypto(CryptoError)
}

extension OAuth1Error: CustomStringConvertible {
    /// One line for a log, without any secret or signature.
    public var description: String {
        switch self {
        case .invalidURL(let reason): "the URL cannot be signed: \(reason)"
        case .invalidMethod: "not an HTTP method"
        case .invalidRealm: "the realm holds a control character"
        case .reservedParameter(let name): "the parameter \(name) is added by the signer"
        case .plaintextWithoutTLS: "PLAINTEXT would send the secrets without TLS"
        case .invalidNonceFormat(let reason): "not a format for nonces: \(reason)"
        case .malformed(let reason): "malformed input: \(reason)"
        case .tooLarge(let limit): "the input is over the limit of \(limit)"
        case .crypto(let error): "\(error)"
        }
    }
}
