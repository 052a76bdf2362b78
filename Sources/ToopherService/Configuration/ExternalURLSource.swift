#if Service

public import OAuth1

/// A way to know the URL that a client called, which signatures cover.
public enum ExternalURLSource: Sendable {
    /// The `Host` field, which must name the address that the service listens on. For a service without a proxy.
    case listeningAddress
    /// One configured URL, whatever a request claims. For a service that clients call by one name.
    case fixed(ExternalURL)
    /// The header fields of trusted proxies. For a service that clients call by several names.
    ///
    /// A request without these fields, or from another peer, is treated as with ``listeningAddress``.
    case proxies(ForwardingProxies)
}

#endif
