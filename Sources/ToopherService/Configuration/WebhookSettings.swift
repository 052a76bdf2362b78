#if Service

public import HTTPExchange

/// How requesters are told what has happened.
public struct WebhookSettings: Sendable {
    /// What sends the messages. It should connect to public addresses only: requesters name the hosts.
    public var transport: any HTTPTransport
    /// The hosts to which plain http is permitted.
    public var exceptions: [WebhookException]
    /// How much is sent at once, and how much is kept.
    public var limits = WebhookLimits()

    /// Creates settings with the default limits.
    public init(transport: any HTTPTransport, exceptions: [WebhookException] = []) {
        self.transport = transport
        self.exceptions = exceptions
    }
}

#endif
