public import CryptoCore

/// The reason why a request could not be signed, or input could not be parsed.
@nonexhaustive
public enum OAuth1Error: Error, Sendable, Equatable {
    /// The URL is not an absolute http or https URL that can be signed. Correct it.
    case invalidURL(reason: String)
    /// The URL has a byte that no request can carry where it stands. Write what the byte's
    /// ``UnsendableByte/remedy-swift.property`` says in its place.
    case unsendableByte(UnsendableByte)
    /// The method is not a token, as RFC 9110 section 9.1 requires. Omit blanks and other characters.
    case invalidMethod
    /// The realm has a control character, which is not permitted in a header. Correct it.
    case invalidRealm
    /// A parameter to sign has the name of one that the signer adds. Omit it.
    case reservedParameter(name: String)
    /// A protocol parameter stands elsewhere than those of the signer, which must all stand in one place. Give it to the
    /// signer as a protocol parameter. RFC 5849 section 3.5.
    case misplacedParameter(name: String, source: SignatureBaseString.Source)
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
        case .unsendableByte(let byte): "the URL cannot be signed: \(byte)"
        case .invalidMethod: "the method is not a token, as RFC 9110 section 9.1 requires"
        case .invalidRealm: "the realm has a control character"
        case .reservedParameter(let name): "the parameter \(name) is added by the signer"
        case .misplacedParameter(let name, let source):
            "\(name) stands in the \(source.name), but protocol parameters stand in one place (RFC 5849 section 3.5): "
                + "give it to the signer as a protocol parameter"
        case .plaintextWithoutTLS: "PLAINTEXT would send the secrets without TLS"
        case .invalidNonceFormat(let reason): "unusable nonce format: \(reason)"
        case .malformed(let reason): "malformed input: \(reason)"
        case .tooLarge(let limit): "the input is over the limit of \(limit)"
        case .crypto(let error): "\(error)"
        }
    }
}
