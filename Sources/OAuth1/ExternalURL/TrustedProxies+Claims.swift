internal import WebSyntax

/// What the forwarding fields of a trusted peer say.
extension TrustedProxies {
    /// What both families of fields say together.
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

    /// What the outermost trusted proxy says in `Forwarded`. Where it does not say what host it was
    /// called by, it left that as it was for the next one.
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

    /// What the outermost trusted proxy says in the `X-Forwarded-…` fields.
    private func xForwarded(
        _ headers: ForwardingHeaders, _ request: ArrivedRequest
    ) throws(ExternalURLError) -> OriginClaim? {
        let reader = XForwardedReader(self, headers)
        guard reader.isUsed else { return nil }
        let depth = try reader.depth()
        return OriginClaim(scheme: try reader.scheme(depth), authority: try reader.authority(depth, request))
    }
}
