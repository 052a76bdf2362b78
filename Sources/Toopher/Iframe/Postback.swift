/// What a verified postback is about.
///
/// All its fields, including unknown ones, are in the resource's ``ToopherResource/raw``.
@nonexhaustive
public enum Postback: Sendable, Hashable {
    /// An authentication request: granted, denied, or still pending.
    case authenticationRequest(AuthenticationRequest)
    /// A pairing, from the page on which a user pairs a phone.
    case pairing(Pairing)
    /// A user, from the page on which a user manages pairings.
    case user(User)
}

extension Postback {
    /// The metadata that you passed to the page; `nil` if the postback has none.
    public var requesterMetadata: String? {
        self["requester_metadata"]
    }

    /// The field with the given name in the form; `nil` if it is missing.
    public subscript(field: String) -> String? {
        switch raw[field] {
        case .string(let text): text
        case .bool(let truth): truth ? "true" : "false"
        default: nil
        }
    }

    private var raw: JSONValue {
        switch self {
        case .authenticationRequest(let request): request.raw
        case .pairing(let pairing): pairing.raw
        case .user(let user): user.raw
        }
    }
}
