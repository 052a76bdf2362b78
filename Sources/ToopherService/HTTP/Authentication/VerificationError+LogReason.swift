#if Service

internal import OAuth1

extension VerificationError {
    /// The reason without anything that the client sent.
    var logReason: String {
        switch self {
        case .malformed: "malformed"
        case .unsigned: "unsigned"
        case .missingParameter: "missing parameter"
        case .duplicateParameter: "duplicate parameter"
        case .unsupportedSignatureMethod: "unsupported signature method"
        case .signatureMethodNotAllowed: "signature method not allowed"
        case .bodyHashMismatch: "body hash mismatch"
        case .bodyHashWithForm: "body hash with a form"
        case .bodyNotSigned: "body not signed"
        case .plaintextWithoutTLS: "PLAINTEXT without TLS"
        case .unsupportedVersion: "unsupported version"
        case .invalidTimestamp: "invalid timestamp"
        case .unknownConsumer: "unknown consumer"
        case .signatureInvalid: "signature invalid"
        case .timestampOutsideWindow: "timestamp outside the window"
        case .nonceReplayed: NonceVerdict.replayed.logReason
        case .clockSetBack(let until): NonceVerdict.forgotten(through: until).logReason
        case .ledgerFull: NonceVerdict.full.logReason
        case .crypto: "OpenSSL failed"
        }
    }
}

extension NonceVerdict {
    /// The reason without anything that the client sent.
    var logReason: String {
        switch self {
        case .fresh: "nonce new"
        case .replayed: "nonce replayed"
        case .forgotten(let newest):
            "the server's clock was set back: requests are accepted from second \(newest + 1) since 1970 on"
        case .full: "ledger full"
        }
    }
}

#endif
