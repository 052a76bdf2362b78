#if Service

/// An integration without its secret.
public struct IntegrationSummary: Sendable, Hashable {
    /// The integration key, which is public.
    public let key: String
    /// Its name.
    public let name: String
    /// The id of the requester that it belongs to.
    public let requesterID: String
    /// How it speaks to the service.
    public let kind: IntegrationKind
    /// Whether it may call the service.
    public let isEnabled: Bool
    /// What the operator has decided.
    public let settings: IntegrationSettings
    /// The signature variants that it has used so far.
    public let seenVariants: [String]
    /// Whether a client has said that it lets users in when it cannot ask.
    public let failsOpen: Bool
    /// When it was created, in seconds since 1970.
    public let created: Int64
}

#endif
