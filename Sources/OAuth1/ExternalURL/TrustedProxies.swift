internal import WebSyntax

/// The proxies whose word counts on what a client called, and what they write.
///
/// A signature covers the URL that the client called (RFC 5849 section 3.4.1.2). Behind a proxy that
/// is not the URL that arrives, and the fields that tell can be written by anybody. Where the
/// external URL is known, state it with ``ExternalURL``, which no request can change: that is the
/// safest. This type is for servers that answer to several hosts.
///
/// The rules:
/// 1. Forwarding fields count only when the other end of the connection is a trusted proxy. From
///    anybody else they are ignored, and the URL is what arrived.
/// 2. Only the fields that the proxies are said to write count; see ``ForwardingFields``. Every proxy
///    that clients can reach must replace those, append to them, or remove them: one that hands on a
///    client's own value makes it count.
/// 3. In a chain, one hop after the other is believed from the nearest on: what a trusted proxy says
///    of whom it was called by, and if that is a trusted proxy too, what that one says. The first hop
///    that is not trusted, or not named, is the client, and what it called is what the proxy next to
///    it says. Whatever stands further to the left is the client's own word and is not looked at,
///    except that `Forwarded` must be well-formed throughout.
/// 4. Fields that contradict each other, that are not well-formed or lack what counts are errors:
///    nothing is guessed. Without any of the fields, a trusted peer is the client itself.
///
/// The host is still what a client chose to send, as everywhere in HTTP: where consumers share
/// secrets with other servers, check it against the server's own names.
public struct TrustedProxies: Sendable {
    let networks: [IPNetwork]
    let fields: ForwardingFields
    let writing: Writing

    /// Trusts the proxies in `networks`.
    /// - Parameters:
    ///   - networks: IPv4 and IPv6 addresses, or blocks of them: `192.0.2.7`, `10.1.0.0/16`,
    ///     `2001:db8::/48`, on a link also `fe80::%eth0/64`. Name proxies only: a client in a trusted
    ///     network can claim any URL. An IPv4-mapped address means the IPv4 address, so `::/0` holds
    ///     no IPv4 peer.
    ///   - fields: what every one of the proxies writes or removes. Both families may be
    ///     named; what they say must then agree.
    ///   - writing: what proxies one behind the other do with `X-Forwarded-…`.
    /// - Throws: ``ExternalURLError/invalidNetwork(_:reason:)`` for a text that is none, also one with
    ///   bits set behind its prefix.
    public init(
        _ networks: [String], setting fields: ForwardingFields, writing: Writing = .replacing
    ) throws(ExternalURLError) {
        self.networks = try networks.map { text throws(ExternalURLError) in try IPNetwork(text) }
        self.fields = fields
        self.writing = writing
    }

    /// Whether `address` is that of a trusted proxy: an IP address without port or brackets. What is
    /// none is not trusted.
    public func contains(_ address: String) -> Bool {
        IPAddress(address, allowingZone: true).map(isTrusted) ?? false
    }

    /// The absolute URL that the client called, for ``ReceivedRequest``: scheme and host in lower
    /// case, the port if it is not the scheme's own, then path and query as they arrived.
    /// - Parameters:
    ///   - scheme: of the connection that the request arrived on: `http` or `https`.
    ///   - authority: the `Host` field or `:authority`; may be nil when the target is a whole URL or
    ///     the proxies write the host.
    ///   - target: of the request line or `:path`. A whole URL must not contradict `authority`; `*` adds
    ///     nothing to the origin; what CONNECT asks for is an error.
    ///   - peer: the IP address of the other end of the connection, as the socket names it, without a port.
    ///   - headers: all header fields, in order. Names are compared without regard to case.
    public func externalURL(
        scheme: String, authority: String?, target: String, peer: String, headers: [(name: String, value: String)]
    ) throws(ExternalURLError) -> String {
        let request = try ArrivedRequest(scheme: scheme, authority: authority, target: target)
        guard let address = IPAddress(peer, allowingZone: true) else { throw .invalidPeer }
        guard isTrusted(address) else { return try request.url(OriginClaim()) }
        return try request.url(claim(ForwardingHeaders(headers), request))
    }

    func isTrusted(_ address: IPAddress) -> Bool {
        networks.contains { $0.contains(address) }
    }

    /// How many hops to the left of the last one the client is: as far as the hops are trusted proxies.
    /// - Parameter hops: whom each proxy was called by, the nearest proxy's last; nil where it does not say.
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
