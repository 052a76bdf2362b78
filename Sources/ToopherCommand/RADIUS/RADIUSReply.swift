import CryptoCore

/// What `rlm_exec` is told: by the exit status, and by attributes on standard output.
enum RADIUSReply: Sendable, Equatable {
    /// Access-Accept.
    case accepted
    /// Access-Accept though no phone was asked, for a reason that the server's log gets.
    case acceptedWithoutPhone(reason: String)
    /// Access-Reject, with a message for the user.
    case rejected(String)
    /// There is no decision, for a reason that the server's log gets.
    case failed(String, reason: String)
    /// Access-Challenge.
    case challenge(state: [UInt8], message: String)

    /// The exit status: that of the module is one less, and 0 is `ok`.
    ///
    /// The module takes 3 for `ok` too, which other commands of this program use for something else.
    var exitStatus: Int32 {
        switch self {
        case .accepted, .acceptedWithoutPhone: 0
        case .rejected: 1
        case .failed: 2
        // `updated`. A server that is not configured for challenges takes it for no acceptance.
        case .challenge: 9
        }
    }

    /// The attributes, on one line: `rlm_exec` separates lines by what stands in them.
    var attributes: String {
        switch self {
        case .accepted: ""
        case .acceptedWithoutPhone(let reason):
            "Module-Success-Message = \(Self.quoted("let in without a phone: \(reason)"))"
        case .rejected(let message): "Reply-Message = \(Self.quoted(message))"
        case .failed(let message, let reason):
            "Reply-Message = \(Self.quoted(message)), Module-Failure-Message = \(Self.quoted(reason))"
        case .challenge(let state, let message):
            "State = 0x\(Hex.encode(state)), Reply-Message = \(Self.quoted(message))"
        }
    }

    /// A text in quotation marks, without control characters, that fits into an attribute.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        var room = 253
        for scalar in text.unicodeScalars where scalar.value >= 0x20 && scalar.value != 0x7F {
            room -= UTF8.width(scalar)
            guard room >= 0 else { break }
            // Nothing that the server may take for an escape sequence or an expansion.
            switch scalar {
            case "\"", "\\", "%", "$", "`": quoted += "'"
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
