extension IPAddress {
    /// A block of addresses: those whose first bits are those of `start`.
    private struct Block: Sendable {
        let start: UInt128
        let width: Int

        func contains(_ bits: UInt128, of version: Version) -> Bool {
            let shift = version.width - width
            return bits >> shift == start >> shift
        }
    }

    /// Whether the address belongs to the public Internet, as far as the address itself tells.
    ///
    /// Follows the IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890) and is stricter where a block has public
    /// parts for protocols of their own, as 192.0.0.0/24 and 2001::/23 have. Multicast is not public. An IPv6 address that
    /// leads to an IPv4 address is judged by that one: translated (RFC 6052 section 2.1), 6to4 (RFC 3056 section 2).
    package var isPublic: Bool {
        guard zone == nil else { return false }
        switch version {
        case .v4:
            return !Self.specialIPv4.contains { $0.contains(bits, of: .v4) }
        case .v6:
            if let embedded { return embedded.isPublic }
            return Self.globalUnicast.contains(bits, of: .v6)
                && !Self.specialIPv6.contains { $0.contains(bits, of: .v6) }
        }
    }

    /// The IPv4 address that an IPv6 address leads to.
    private var embedded: IPAddress? {
        if bits >> 32 == 0x0064_ff9b << 64 { return IPAddress(.v4, bits & 0xffff_ffff) }
        return bits >> 112 == 0x2002 ? IPAddress(.v4, bits >> 80 & 0xffff_ffff) : nil
    }

    private static let specialIPv4: [Block] = [
        ("0.0.0.0", 8), ("10.0.0.0", 8), ("100.64.0.0", 10), ("127.0.0.0", 8), ("169.254.0.0", 16),
        ("172.16.0.0", 12), ("192.0.0.0", 24), ("192.0.2.0", 24), ("192.88.99.0", 24), ("192.168.0.0", 16),
        ("198.18.0.0", 15), ("198.51.100.0", 24), ("203.0.113.0", 24), ("224.0.0.0", 4), ("240.0.0.0", 4),
    ].compactMap(block)

    /// The only part of IPv6 that is assigned for unicast on the Internet. The local, the discard-only, the site-local, the
    /// SRv6 and the multicast blocks are outside.
    private static let globalUnicast = Block(start: 0x2000 << 112, width: 3)

    private static let specialIPv6: [Block] = [("2001::", 23), ("2001:db8::", 32), ("3fff::", 20)].compactMap(block)

    private static func block(_ start: String, _ width: Int) -> Block? {
        IPAddress(start).map { Block(start: $0.bits, width: width) }
    }
}
