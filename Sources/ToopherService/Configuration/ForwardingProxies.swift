#if Service

public import OAuth1

/// The proxies in front of the service, and the header fields that they set.
public struct ForwardingProxies: Sendable {
    let trusted: TrustedProxies
    /// The names of the header fields that count.
    let fieldNames: [String]

    private static let names: [(field: ForwardingFields, name: String)] = [
        (.forwarded, "Forwarded"), (.xForwardedProto, "X-Forwarded-Proto"), (.xForwardedHost, "X-Forwarded-Host"),
        (.xForwardedPort, "X-Forwarded-Port"),
    ]

    /// Creates proxies from their networks.
    ///
    /// - Parameters:
    ///   - networks: Addresses and networks in CIDR notation, of proxies only.
    ///   - fields: The header fields that every proxy sets or removes.
    ///   - writing: What proxies in a chain do with the `X-Forwarded-…` fields.
    /// - Throws: ``OAuth1/ExternalURLError/invalidNetwork(_:reason:)``.
    public init(
        networks: [String], setting fields: ForwardingFields, writing: TrustedProxies.Writing = .replacing
    ) throws(ExternalURLError) {
        trusted = try TrustedProxies(networks, setting: fields, writing: writing)
        var names = Self.names.filter { fields.contains($0.field) }.map(\.name)
        // A proxy that sets only this one is a proxy too, and must not leave out what counts.
        if !fields.isDisjoint(with: [.xForwardedProto, .xForwardedHost, .xForwardedPort]) {
            names.append("X-Forwarded-For")
        }
        fieldNames = names
    }
}

#endif
