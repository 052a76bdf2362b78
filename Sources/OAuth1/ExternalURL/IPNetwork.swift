internal import WebSyntax

/// A block of addresses in CIDR notation, or one address.
///
/// RFC 4632 section 3.1.
struct IPNetwork: Sendable, Hashable {
    let address: IPAddress
    /// The number of leading bits that all addresses of the network share.
    let prefix: Int

    /// Creates a network from its text: `192.0.2.0/24`, `2001:db8::/32`, `fe80::%eth0/64`, `::1`.
    ///
    /// A zone precedes the slash. RFC 4007 section 11.7.
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
        // A mapped address is an IPv4 one, and so must be the whole block.
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

    /// Returns whether an address is in the network, with the same version and zone.
    func contains(_ address: IPAddress) -> Bool {
        address.version == self.address.version && address.zone == self.address.zone
            && (address.bits ^ self.address.bits) >> (address.version.width - prefix) == 0
    }
}
