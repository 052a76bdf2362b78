#if Service

/// What has shown a one-time password.
enum PasswordSource: Sendable, Hashable {
    /// The phone of a pairing.
    case phone(pairingID: String)
    /// A hard token.
    case token(id: String)
    /// A list on paper.
    case backupCode

    /// The word for it in the log.
    var kind: String {
        switch self {
        case .phone: "phone"
        case .token: "token"
        case .backupCode: "backup_code"
        }
    }

    /// The id of the pairing or token; `nil` for a backup code.
    var id: String? {
        switch self {
        case .phone(let id), .token(let id): id
        case .backupCode: nil
        }
    }
}

#endif
