public import CryptoCore

/// The reason why a request was not accepted.
///
/// For the operator's log. Tell the client only that the signature is not valid.
@nonexhaustive
public enum VerificationError: Error, Sendable, Equatable {
    /// The request cannot be parsed: its URL, method or `Authorization` header, or it exceeds a limit.
    case malformed(OAuth1Error)
    /// The request has no protocol parameters.
    case unsigned
    /// A parameter that RFC 5849 section 3.1 requires is missing or empty.
    case missingParameter(String)
    /// A protocol parameter occurs twice, or they come from more than one parameter source. RFC 5849 section 3.5.
    case duplicateParameter(String)
    /// The `oauth_signature_method` is not supported.
    case unsupportedSignatureMethod
    /// The credentials of the consumer are for another signature method.
    case signatureMethodNotAllowed
    /// The request is signed with PLAINTEXT and was sent without TLS, which the key of the consumer does not permit.
    case plaintextWithoutTLS
    /// `oauth_version` is present and not `1.0`.
    case unsupportedVersion
    /// `oauth_timestamp` is not a positive number.
    case invalidTimestamp
    /// The consumer key is unknown, or the token is not the consumer's.
    case unknownConsumer
    /// The request has an `oauth_body_hash` and a form body, whose parameters are signed themselves.
    case bodyHashWithForm
    /// The signature is valid, but the body does not match the `oauth_body_hash`.
    case bodyHashMismatch
    /// The signature is not valid.
    case signatureInvalid
    /// The signature is valid, but the timestamp is too old or too far ahead of the clock.
    case timestampOutsideWindow
    /// Signature and timestamp are valid, but the body is neither a form nor has an `oauth_body_hash`: anybody may have
    /// written it. Let the client send a hash, or accept such bodies with ``Verifier/BodyPolicy/unsignedAllowed``.
    case bodyNotSigned
    /// The signature is valid, but the nonce was used before with this timestamp, consumer key and token.
    case nonceReplayed
    /// The signature and the timestamp are valid, but the ledger has removed nonces as new as this one: the server's clock
    /// was ahead, and was set back. Requests whose timestamps are after `until`, in seconds since 1970, are accepted.
    case clockSetBack(until: Int64)
    /// The signature is valid, but the ledger is at its capacity. Enlarge it.
    case ledgerFull
    /// OpenSSL failed, which says nothing about the request. See its reasons.
    case crypto(CryptoError)
}
