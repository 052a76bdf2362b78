public import CryptoCore

/// The reason why a request could not be signed, or input could not be parsed.
@nonexhaustive
public enum OAuth1Error: Error, Sendable, Equatable {
    /// The URL is not an absolute http or https URL that can be signed. Correct it.
    case invalidURL(reason: String)
    /// The method is empty or has characters that are not permitted in an HTTP method. Correct it.
    case invalidMethod
    /// The realm has a control character, which is not permitted in a header. Correct it.
    case invalidRealm
    /// A parameter to sign has the name of one that the signer adds. Omit it.
    case reservedParameter(name: String)
    /// PLAINTEXT would send the secrets without TLS. Use an https URL, or permit it in the key.
    case plaintextWithoutTLS
    /// Nonces of this format could be guessed, or have a character that needs percent-encoding. Choose another format.
    case invalidNonceFormat(reason: String)
    /// A form body or a header is malformed. Treat it as bad input.
    case malformed(reason: String)
    /// The input is longer or has more parameters than the limit. Treat it as bad input.
    case tooLarge(limit: Int)
    /// OpenSSL failed. See its reasons.
    case crypto(CryptoError)
}

extension OAuth1Error: CustomStringConvertible {
    /// One line for a log, without secrets and signatures.
    public var description: String {
        switch self {
        case .invalidURL(let reason): "the URL cannot be signed: \(reason)"
        case .invalidMethod: "not an HTTP method"
        case .invalidRealm: "the realm has a control character"
        case .reservedParameter(let name): "the parameter \(name) is added by the signer"
        case .plaintextWithoutTLS: "PLAINTEXT would send the secrets without TLS"
        case .invalidNonceFormat(let reason): "unusable nonce format: \(reason)"
        case .malformed(let reason): "malformed input: \(reason)"
        case .tooLarge(let limit): "the input is over the limit of \(limit)"
        case .crypto(let error): "\(error)"
        }
    }
}
