/// A user, by the service's id or by the requester's name.
public enum UserReference: Sendable, Hashable {
    /// The service's id of the user.
    case id(String)
    /// Your name of the user.
    case name(String)
}
