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
        case .nonceReplayed: "nonce replayed"
        case .clockSetBack(let until):
            "the server's clock was set back: requests are accepted from second \(until + 1) since 1970 on"
        case .ledgerFull: "ledger full"
        case .crypto: "OpenSSL failed"
        }
    }
}

#endif
