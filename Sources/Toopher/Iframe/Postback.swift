/// What a genuine postback is about.
///
/// All its fields are in the resource's ``ToopherResource/raw``, those of later services too.
@nonexhaustive
public enum Postback: Sendable, Hashable {
    /// The answer to a question, perhaps still pending.
    case authenticationRequest(AuthenticationRequest)
    /// A pairing, from the page on which a user pairs a phone.
    case pairing(Pairing)
    /// A user, from the page on which a user manages what is paired.
    case user(User)
}

extension Postback {
    /// The metadata that you gave to the page; `nil` when the postback has none.
    public var requesterMetadata: String? {
        self["requester_metadata"]
    }

    /// A field by its name in the form, known to this library or not.
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
