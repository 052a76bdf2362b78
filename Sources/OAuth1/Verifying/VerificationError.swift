public import CryptoCore

/// Why a request was not accepted.
///
/// For the operator's log. Tell the stranger one thing only: that the request is not validly signed.
@nonexhaustive
public enum VerificationError: Error, Sendable, Equatable {
    /// The request cannot be parsed: URL, method, Authorization header, limits.
    case malformed(OAuth1Error)
    /// The request carries no OAuth parameters at all.
    case unsigned
    /// A parameter that section 3.1 requires is missing or empty.
    case missingParameter(String)
    /// A protocol parameter occurs twice, or they are spread over more than one place (section 3.5).
    case duplicateParameter(String)
    /// The `oauth_signature_method` is not offered here.
    case unsupportedSignatureMethod
    /// The consumer's credentials are for another signature method than the request names.
    case signatureMethodNotAllowed
    /// The request is signed with PLAINTEXT and came without TLS, which the consumer's key does not allow.
    case plaintextWithoutTLS
    /// `oauth_version` is present and not `1.0`.
    case unsupportedVersion
    /// `oauth_timestamp` is not a positive number.
    case invalidTimestamp
    /// Nobody has this consumer key, or it does not go with this token.
    case unknownConsumer
    /// An `oauth_body_hash` came with a form body, whose parameters are signed themselves.
    case bodyHashWithForm
    /// The signature holds, the body is not the one that `oauth_body_hash` was made of.
    case bodyHashMismatch
    /// The signature does not hold.
    case signatureInvalid
    /// The signature holds, the timestamp is too old or too far ahead.
    case timestampOutsideWindow
    /// The signature holds, the nonce was used before with this timestamp, consumer and token.
    case nonceReplayed
    /// The signature holds, the ledger has no room left to remember the nonce.
    case ledgerFull
    /// OpenSSL failed; see its reasons. Says nothing about the request.
    case crypto(CryptoError)
}
