import Testing

@testable import WebSyntax

@Suite("Public IP addresses")
struct IPAddressPublicTests {
    /// Blocks that are not public, by their first and last address.
    static let blocks: [(String, String)] = [
        ("0.0.0.0", "0.255.255.255"), ("10.0.0.0", "10.255.255.255"), ("100.64.0.0", "100.127.255.255"),
        ("127.0.0.0", "127.255.255.255"), ("169.254.0.0", "169.254.255.255"), ("172.16.0.0", "172.31.255.255"),
        ("192.0.0.0", "192.0.0.255"), ("192.0.2.0", "192.0.2.255"), ("192.88.99.0", "192.88.99.255"),
        ("192.168.0.0", "192.168.255.255"), ("198.18.0.0", "198.19.255.255"), ("198.51.100.0", "198.51.100.255"),
        ("203.0.113.0", "203.0.113.255"), ("224.0.0.0", "255.255.255.255"),
        // Everything below 2000::/3 but the translated addresses: ::, ::1, 64:ff9b:1::/48, 100::/64.
        ("::", "::fffe:ffff:ffff"), ("::1:0:0:0", "64:ff9a:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("64:ff9b::1:0:0", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff"),
        // Everything above: 5f00::/16, fc00::/7, fe80::/10, fec0::/10, ff00::/8.
        ("4000::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
    ]

    /// The first addresses beside a block that belong to no block.
    static let neighbours = [
        "1.0.0.0", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
        "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "191.255.255.255", "192.0.1.0",
        "192.0.1.255", "192.0.3.0", "192.88.98.255", "192.88.100.0", "192.167.255.255", "192.169.0.0",
        "198.17.255.255", "198.20.0.0", "198.51.99.255", "198.51.101.0", "203.0.112.255", "203.0.114.0",
        "223.255.255.255", "2000::", "2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:200::",
        "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::", "2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2003::",
        "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:1000::", "3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    ]

    @Test("The first and the last address of a special-purpose block are not public", arguments: blocks)
    func special(first: String, last: String) throws {
        let first = try #require(IPAddress(first))
        let last = try #require(IPAddress(last))
        #expect(!first.isPublic && !last.isPublic)
        let middle = IPAddress(first.version, first.bits + (last.bits - first.bits) / 2)
        #expect(!middle.isPublic)
    }

    @Test("The neighbours of special-purpose blocks are public", arguments: neighbours)
    func beside(text: String) throws { #expect(try #require(IPAddress(text)).isPublic) }

    @Test("Each block ends where its neighbours begin")
    func borders() throws {
        let blocks = try Self.blocks.map { (try #require(IPAddress($0)), try #require(IPAddress($1))) }
        let neighbours = Set(try Self.neighbours.map { try #require(IPAddress($0)) })
        func isOutside(_ version: IPAddress.Version, _ bits: UInt128) -> Bool {
            // Mapped, translated and 6to4 addresses are judged by their IPv4 address.
            neighbours.contains(IPAddress(version, bits))
                || version == .v6 && (bits >> 112 == 0x2002 || [0xffff, 0x0064_ff9b << 64].contains(bits >> 32))
        }
        for (first, last) in blocks {
            let version = first.version
            if first.bits > 0 { #expect(isOutside(version, first.bits - 1), "\(first)") }
            let end: UInt128 = version == .v4 ? 0xffff_ffff : .max
            if last.bits < end { #expect(isOutside(version, last.bits + 1), "\(last)") }
        }
    }

    @Test("Addresses that are named in documents", arguments: ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111"])
    func known(text: String) throws { #expect(try #require(IPAddress(text)).isPublic) }

    @Test("An IPv6 address that leads to an IPv4 address is judged by that one", arguments: blocks)
    func embedded(first: String, last: String) throws {
        for text in [first, last] {
            guard let special = IPAddress(text), special.version == .v4 else { return }
            for bits in Self.embeddings(special.bits) { #expect(!IPAddress(.v6, bits).isPublic) }
        }
        let open = try #require(IPAddress("8.8.8.8"))
        for bits in Self.embeddings(open.bits) { #expect(IPAddress(.v6, bits).isPublic) }
    }

    /// Mapped, translated, and 6to4 with the rest of the address all zeros and all ones.
    static func embeddings(_ bits: UInt128) -> [UInt128] {
        [
            0xffff << 32 | bits, 0x0064_ff9b << 96 | bits, 0x2002 << 112 | bits << 80,
            0x2002 << 112 | bits << 80 | (1 << 80 - 1),
        ]
    }

    @Test("An address with a zone is not public")
    func zone() throws {
        let text = "2606:4700:4700::1111%eth0"
        #expect(try !#require(IPAddress(text, allowingZone: true)).isPublic)
    }
}
