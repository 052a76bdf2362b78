#if Service

/// A hard token in the protocol's JSON. It never has the secret.
struct OATHTokenRepresentation: JSONConvertible {
    let token: OATHToken

    var json: JSONFragment {
        .object([
            ("id", .string(token.id)),
            // A string even without one, as clients expect it of terminals.
            ("requester_specified_id", .string(token.requesterSpecifiedID ?? "")),
            ("otp_type", .string(token.settings.kind.rawValue)),
            ("otp_digits", .integer(Int64(token.settings.digits))),
            ("algorithm", .string(token.settings.algorithm.rawValue)),
            ("totp_step_size", .integer(token.settings.stepSize)),
            ("hotp_event_counter", .integer(token.position.eventCounter)),
            ("deactivated", .boolean(!token.isActive)),
            ("created", .string(UTCTimestamp.text(token.created))),
            ("modified", .string(UTCTimestamp.text(token.modified))),
        ])
    }

    /// Returns a list of tokens.
    static func list(_ tokens: [OATHToken]) -> JSONFragment {
        .object([("oath_otp_validators", .array(tokens.map { OATHTokenRepresentation(token: $0).json }))])
    }
}

#endif
