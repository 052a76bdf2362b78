#if Service

/// Where something listens.
public struct ListeningAddress: Sendable, Hashable {
    /// An IP address or the name of one.
    public var host: String
    /// The port; 0 for a free one.
    public var port: Int

    /// Creates an address.
    public init(host: String = "127.0.0.1", port: Int) {
        self.host = host
        self.port = port
    }
}

#endif
