#if Service

import CurlTransport
import HTTPExchange

/// The transport of messages to hosts that requesters or phones have named.
enum WebhookTransport {
    /// Creates a transport that connects to public addresses only, without a proxy, which would connect to any.
    ///
    /// - Parameters:
    ///   - exceptions: The hosts, each with or without a port, that it connects to at any address. Whether plain http
    ///   is sent to one, the service decides.
    ///   - connections: The most connections at once.
    static func make(
        _ exceptions: [String], connections: Int, userAgent: String = "toopher-webhooks"
    ) throws(TransportError) -> CurlTransport {
        try CurlTransport(
            configuration: .init(
                plainHTTP: exceptions.isEmpty ? .loopbackOnly : .allowed, proxy: .none,
                destinations: .publicAddresses(except: exceptions), userAgent: userAgent,
                maximumConnections: connections))
    }
}

#endif
