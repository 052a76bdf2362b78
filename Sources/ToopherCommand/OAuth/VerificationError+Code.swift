import OAuth1

extension VerificationError {
    /// The reason as one stable word for programs, with details after a colon.
    var code: String {
        switch self {
        case .malformed(let error): "malformed: \(error)"
        case .unsigned: "unsigned"
        case .missingParameter(let name): "missing_parameter: \(name)"
        case .duplicateParameter(let name): "duplicate_parameter: \(name)"
        case .unsupportedSignatureMethod: "unsupported_signature_method"
        case .signatureMethodNotAllowed: "signature_method_not_allowed"
        case .plaintextWithoutTLS: "plaintext_without_tls"
        case .unsupportedVersion: "unsupported_version"
        case .invalidTimestamp: "invalid_timestamp"
        case .unknownConsumer: "unknown_consumer"
        case .bodyHashWithForm: "body_hash_with_form"
        case .bodyHashMismatch: "body_hash_mismatch"
        case .bodyNotSigned: "body_not_signed"
        case .signatureInvalid: "signature_invalid"
        case .timestampOutsideWindow: "timestamp_outside_window"
        case .nonceReplayed: "nonce_replayed"
        case .clockSetBack(let until): "clock_set_back: \(until)"
        case .ledgerFull: "ledger_full"
        case .crypto(let error): "crypto: \(error)"
        }
    }
}
