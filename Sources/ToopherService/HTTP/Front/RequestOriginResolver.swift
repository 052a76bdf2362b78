#if Service

internal import HTTPTypes
internal import OAuth1
internal import WebSyntax

/// Determines where requests come from: the peer, or the client that a trusted proxy names in `X-Forwarded-For`.
///
/// Nothing but limits follows from it. A proxy that passes on what a client wrote in the field lets that client choose the
/// address that it is counted for; the limits in all still hold.
struct RequestOriginResolver: Sendable {
    private let source: ExternalURLSource
    private let proxies: TrustedProxies?

    /// Creates a resolver for a service that clients call in a way that `source` says.
    ///
    /// - Parameter proxies: The proxies whose `X-Forwarded-For` counts besides those of `source`.
    init(_ source: ExternalURLSource, proxies: ForwardingProxies?) {
        self.source = source
        if case .proxies(let named) = source { self.proxies = named.trusted } else { self.proxies = proxies?.trusted }
    }

    /// Whether all connections come from a proxy: the service speaks plain HTTP, and its clients call an `https` URL.
    var isBehindProxy: Bool {
        if case .fixed(let url) = source { url.base.hasPrefix("https://") } else { false }
    }

    /// Returns whether the connections of an address are those of many clients.
    func isShared(_ peer: String) -> Bool {
        Self.isLoopback(peer) || proxies?.contains(peer) == true
    }

    /// Returns where a request comes from.
    func origin(peer: String?, headers: HTTPFields) -> RequestOrigin {
        guard let peer else { return .unknown }
        if let proxies, proxies.contains(peer) { return client(headers, proxies) }
        if isBehindProxy { return .unknown }
        if Self.isLoopback(peer) {
            if case .fixed = source { return .unknown }
            return .local
        }
        return AddressBlock(peer).map { .address($0) } ?? .unknown
    }

    private static func isLoopback(_ peer: String) -> Bool { IPAddress(peer)?.isLoopback == true }

    /// Follows the hops from the nearest one, as long as they are trusted proxies.
    private func client(_ headers: HTTPFields, _ proxies: TrustedProxies) -> RequestOrigin {
        guard let name = HTTPField.Name("X-Forwarded-For") else { return .unknown }
        let hops = headers[values: name].flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }.suffix(
            32
        ).reversed()
        for hop in hops {
            let text = String(hop.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" })
            guard let address = AddressBlock(text) else { return .unknown }
            if !proxies.contains(text) { return .address(address) }
        }
        return .unknown
    }
}

#endif
