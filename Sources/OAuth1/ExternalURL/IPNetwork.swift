internal import WebSyntax

/// A block of addresses in CIDR notation (RFC 4632 section 3.1), or one address.
struct IPNetwork: Sendable, Hashable {
    let address: IPAddress
    /// How many leading bits all addresses of the network share.
    let prefix: Int

    /// The network that a text spells: `192.0.2.0/24`, `2001:db8::/32`, `fe80::%eth0/64`, `::1`.
    ///
    /// A zone stands before the slash (RFC 4007 section 11.7).
    init(_ text: String) throws(ExternalURLError) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = IPAddress(parts[0], allowingZone: true) else {
            throw .invalidNetwork(text, reason: "it does not begin with an IP address")
        }
        self.address = address
        guard parts.count == 2 else {
            prefix = address.version.width
            return
        }
        // A mapped address stands for an IPv4 one, and so must the whole block.
        let mapping = address.version == .v4 && parts[0].contains(":") ? 96 : 0
        guard let written = DecimalNumber.parse(parts[1].utf8, upTo: mapping + address.version.width),
            written >= mapping
        else {
            throw .invalidNetwork(text, reason: "its prefix length does not fit the address")
        }
        prefix = written - mapping
        guard prefix == address.version.width || address.bits & ~(~0 << (address.version.width - prefix)) == 0 else {
            throw .invalidNetwork(text, reason: "the address has bits set behind the prefix")
        }
    }

    /// Whether `address` is one of the network's, of the same version and zone.
    func contains(_ address: IPAddress) -> Bool {
        address.version == self.address.version && address.zone == self.address.zone
            && (address.bits ^ self.address.bits) >> (address.version.width - prefix) == 0
    }
}
