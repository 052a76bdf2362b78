#if Service

import CurlTransport
import HTTPExchange
import ToopherService

/// The transport of messages to requesters' endpoints.
enum WebhookTransport {
    /// Creates a transport that uses no proxy, and plain http only if there are exceptions: to which hosts, the service
    /// decides.
    static func make(_ exceptions: [WebhookException]) throws(TransportError) -> CurlTransport {
        try CurlTransport(
            configuration: .init(
                plainHTTP: exceptions.isEmpty ? .loopbackOnly : .allowed, proxy: .none, userAgent: "toopher-webhooks",
                maximumConnectionsPerHost: 64))
    }
}

#endif
