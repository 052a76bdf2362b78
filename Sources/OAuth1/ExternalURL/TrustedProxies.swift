internal import WebSyntax

/// The proxies that are trusted to say which URL a client called, and the fields that they write.
///
/// A signature covers the URL that the client called, see RFC 5849 section 3.4.1.2. Behind a proxy, the server receives
/// another one, and anybody can send the fields that tell. If the server has one external URL, use ``ExternalURL``, which
/// no request can change. This type is for servers with several hosts.
///
/// The rules:
/// 1. Forwarding fields are used only if the connection's peer is a trusted proxy. Otherwise they are ignored, and the
///    URL is the one that was received.
/// 2. Only the fields that the proxies are configured to write are used, see ``ForwardingFields``. Every proxy that
///    clients can reach must replace them, append to them, or remove them; otherwise a client's own value is used.
/// 3. In a chain, the hops are followed from the nearest one, as long as they are trusted proxies. The first hop that is
///    not trusted, or has no name, is the client, and the trusted proxy next to it says what it called. Everything
///    further to the left comes from the client and is ignored, except that `Forwarded` must be well-formed throughout.
/// 4. Fields that contradict each other, are malformed or lack a required value are errors. If all fields are missing, a
///    trusted peer is the client itself.
///
/// The client still chooses the host, as everywhere in HTTP. If consumers share secrets with other servers, compare it
/// with the server's own names.
public struct TrustedProxies: Sendable {
    let networks: [IPNetwork]
    let fields: ForwardingFields
    let writing: Writing

    /// Creates a set of trusted proxies.
    ///
    /// - Parameters:
    ///   - networks: IPv4 and IPv6 addresses, or blocks of them: `192.0.2.7`, `10.1.0.0/16`, `2001:db8::/48`, on a link
    ///     also `fe80::%eth0/64`. Name only proxies, since a client in a trusted network can claim any URL. An
    ///     IPv4-mapped address is an IPv4 address, so `::/0` does not contain IPv4 peers.
    ///   - fields: The fields that every one of the proxies writes or removes. If both families are named, they must
    ///     agree.
    ///   - writing: How a chain of proxies writes `X-Forwarded-…`.
    /// - Throws: ``ExternalURLError/invalidNetwork(_:reason:)`` if a network is malformed, also if bits are set behind its
    ///   prefix.
    public init(
        _ networks: [String], setting fields: ForwardingFields, writing: Writing = .replacing
    ) throws(ExternalURLError) {
        self.networks = try networks.map { text throws(ExternalURLError) in try IPNetwork(text) }
        self.fields = fields
        self.writing = writing
    }

    /// Returns whether an IP address without port or brackets is that of a trusted proxy. Malformed text is not.
    public func contains(_ address: String) -> Bool {
        IPAddress(address, allowingZone: true).map(isTrusted) ?? false
    }

    /// Returns the absolute URL that the client called, for ``ReceivedRequest``.
    ///
    /// Scheme and host are in lower case, a default port is omitted, and path and query are as they were received.
    ///
    /// - Parameters:
    ///   - scheme: The scheme of the connection: `http` or `https`.
    ///   - authority: The `Host` field or `:authority`; may be `nil` if the target is an absolute URL or the proxies write
    ///     the host.
    ///   - target: The request target of the request line, or `:path`. An absolute URL must not contradict `authority`;
    ///     `*` adds nothing to the origin; that of CONNECT is an error.
    ///   - peer: The IP address of the connection's peer as the socket names it, without a port.
    ///   - headers: All header fields, in order. Names are case-insensitive.
    /// - Throws: ``ExternalURLError`` if the URL is unknown.
    public func externalURL(
        scheme: String, authority: String?, target: String, peer: String, headers: [(name: String, value: String)]
    ) throws(ExternalURLError) -> String {
        let request = try ArrivedRequest(scheme: scheme, authority: authority, target: target)
        guard let address = IPAddress(peer, allowingZone: true) else { throw .invalidPeer }
        guard isTrusted(address) else { return try request.url(OriginClaim()) }
        return try request.url(claim(ForwardingHeaders(headers), request))
    }

    /// Returns whether an address is that of a trusted proxy.
    func isTrusted(_ address: IPAddress) -> Bool {
        networks.contains { $0.contains(address) }
    }

    /// Returns how many hops to the left of the last one the client is: as far as the hops are trusted proxies.
    ///
    /// - Parameter hops: The client of each proxy, that of the nearest proxy last; `nil` if the proxy does not say.
    func depth(_ hops: [String?], in source: ExternalURLError.Source) throws(ExternalURLError) -> Int {
        for (depth, hop) in hops.reversed().enumerated() {
            guard let hop else { return depth }
            guard let node = ForwardedNode(hop) else {
                throw .malformed(source, reason: "a hop is neither an address nor hidden")
            }
            guard case .address(let address) = node, isTrusted(address) else { return depth }
        }
        return max(0, hops.count - 1)
    }
}
