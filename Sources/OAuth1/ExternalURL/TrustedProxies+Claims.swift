internal import WebSyntax

/// The origin according to the forwarding fields of a trusted peer.
extension TrustedProxies {
    /// Returns the origin according to both families of fields, which must agree.
    func claim(_ headers: ForwardingHeaders, _ request: ArrivedRequest) throws(ExternalURLError) -> OriginClaim {
        guard let one = try forwarded(headers, request) else {
            return try xForwarded(headers, request) ?? OriginClaim()
        }
        guard let other = try xForwarded(headers, request), let scheme = one.scheme else { return one }
        guard other.scheme == nil || other.scheme == scheme else { throw .contradictory(.forwarded, .xForwardedProto) }
        if let ours = one.authority, let theirs = other.authority {
            guard HTTPOrigin(scheme, ours) == HTTPOrigin(scheme, theirs) else {
                throw .contradictory(.forwarded, .xForwardedHost)
            }
        }
        return one
    }

    /// Returns the origin according to the `Forwarded` element of the outermost trusted proxy. If it names no host, the
    /// host is that of the next element.
    private func forwarded(
        _ headers: ForwardingHeaders, _ request: ArrivedRequest
    ) throws(ExternalURLError) -> OriginClaim? {
        guard fields.contains(.forwarded) else { return nil }
        let elements = try headers.forwarded()
        guard !elements.isEmpty else { return nil }
        let depth = try depth(elements.map(\.origin), in: .forwarded)
        let trusted = elements.suffix(depth + 1)
        guard let proto = trusted.first?.proto else { throw .missing(.forwardedProto) }
        guard let scheme = HTTPScheme(name: proto) else {
            throw .malformed(.forwarded, reason: "its proto is neither http nor https")
        }
        guard let host = trusted.lazy.compactMap(\.host).first else {
            return OriginClaim(scheme: scheme, authority: try request.authority())
        }
        return OriginClaim(scheme: scheme, authority: try HTTPAuthority(host, in: .forwarded))
    }

    /// Returns the origin according to the `X-Forwarded-…` fields of the outermost trusted proxy.
    private func xForwarded(
        _ headers: ForwardingHeaders, _ request: ArrivedRequest
    ) throws(ExternalURLError) -> OriginClaim? {
        let reader = XForwardedReader(self, headers)
        guard reader.isUsed else { return nil }
        let depth = try reader.depth()
        return OriginClaim(scheme: try reader.scheme(depth), authority: try reader.authority(depth, request))
    }
}
