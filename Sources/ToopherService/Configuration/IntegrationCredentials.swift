#if Service

/// What a new integration is configured with. The secret key is shown only once.
public struct IntegrationCredentials: Sendable, Hashable {
    /// The integration key: 20 characters, public.
    public let key: String
    /// The secret key: 40 characters.
    public let secretKey: String
}

#endif
