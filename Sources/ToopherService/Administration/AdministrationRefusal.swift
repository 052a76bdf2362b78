#if Service

/// Why an operator's change cannot be made.
public enum AdministrationRefusal: Error, Sendable, Hashable {
    /// What an operator's command is about.
    public enum Kind: String, Sendable, Hashable { case user, device, pairing, token }

    /// There is none with this id or name.
    case notFound(Kind)
    /// Users of several requesters have this name: the requester must be named too.
    case severalUsers
    /// The pairing does not wait for a confirmation.
    case needsNoConfirmation
    /// The user of the pairing takes no part.
    case userIsDisabled
}

extension AdministrationRefusal: CustomStringConvertible {
    /// One line for standard error.
    public var description: String {
        switch self {
        case .notFound(.user): "no user has this id or name: see toopher user list"
        case .notFound(let kind): "no \(kind.rawValue) has this id: see toopher \(kind.rawValue) list"
        case .severalUsers: "users of several requesters have this name: give --requester, or the id of the user"
        case .needsNoConfirmation: "the pairing does not wait for a confirmation: see toopher pairing list"
        case .userIsDisabled: "the user of the pairing is disabled: see toopher user enable"
        }
    }
}

#endif
