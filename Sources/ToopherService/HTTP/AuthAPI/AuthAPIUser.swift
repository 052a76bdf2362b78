#if Service

/// A user with the second factors that can be used.
struct AuthAPIUser: Sendable {
    /// A phone that is paired with the user.
    struct Phone: Sendable {
        var pairing: Pairing
        var name: String
    }

    /// The most phones that a client is offered.
    static let maximumPhones = 9

    var user: User
    /// The one that was paired last comes first.
    var phones: [Phone]
    var tokens: [OATHToken]
    var hasBackupCodes: Bool

    /// Whether the user can log in with a second factor at all.
    var hasFactor: Bool { !phones.isEmpty || !tokens.isEmpty || hasBackupCodes }

    /// Returns the pairing whose phone is asked; `nil` if there is none.
    func pairing(_ phone: AuthAPIFactor.Phone) -> Pairing? {
        switch phone {
        case .any: phones.first?.pairing
        case .place(let place): phones.indices.contains(place - 1) ? phones[place - 1].pairing : nil
        case .pairing(let id): phones.first { $0.pairing.id == id }?.pairing
        }
    }
}

#endif
