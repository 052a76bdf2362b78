#if Service

public import HTTPExchange

/// How phones are woken up: through the push services of their browsers (RFC 8030).
public struct PushSettings: Sendable {
    /// What sends the messages. It should connect to public addresses only: phones name the hosts, within the list.
    public var transport: any HTTPTransport
    /// How a push service reaches the operator: `mailto:` and an address, or an https URL, with a public host.
    public var contact: String
    /// Push services besides those of browsers' vendors, `host` or `host:port`. They may speak plain http.
    public var additionalServices: [String]
    /// How much is sent at once, and how much waits.
    public var limits = PushLimits()

    /// Creates settings with the default limits.
    public init(transport: any HTTPTransport, contact: String, additionalServices: [String] = []) {
        self.transport = transport
        self.contact = contact
        self.additionalServices = additionalServices
    }
}

#endif
