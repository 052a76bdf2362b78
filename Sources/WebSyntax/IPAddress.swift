/// An IPv4 or IPv6 address.
///
/// An IPv4-mapped IPv6 address (RFC 4291 section 2.5.5.2), as a dual-stack socket reports an IPv4 peer, becomes the IPv4
/// address.
package struct IPAddress: Sendable, Hashable {
    /// A version of the Internet Protocol.
    package enum Version: Sendable, Hashable {
        case v4, v6

        /// The length of an address, in bits.
        package var width: Int { self == .v4 ? 32 : 128 }
    }

    /// The version of the address.
    package let version: Version
    /// The address as a number, the first bit the most significant of the version's width.
    package let bits: UInt128
    /// The link that an address is meant on (RFC 4007 section 11), as in `fe80::1%eth0`.
    package let zone: String?

    /// Whether only the machine itself reaches the address (RFC 1122 section 3.2.1.3, RFC 4291 section 2.5.3).
    package var isLoopback: Bool { version == .v4 ? bits >> 24 == 127 : bits == 1 && zone == nil }

    /// Creates an address from its number.
    package init(_ version: Version, _ bits: UInt128, zone: String? = nil) {
        let isMapped = version == .v6 && zone == nil && Self.isMapped(bits)
        self.version = isMapped ? .v4 : version
        self.bits = isMapped ? bits & 0xffff_ffff : bits
        self.zone = zone
    }

    /// Creates an address from its text: four decimal numbers without leading zeros, or the form of RFC 4291 section 2.2
    /// without brackets.
    ///
    /// - Parameter allowingZone: Whether `%` and a zone may follow an IPv6 address.
    package init?(_ text: some StringProtocol, allowingZone: Bool = false) {
        self.init(bytes: Array(text.utf8), allowingZone: allowingZone)
    }

    /// Creates an address from its text, without generic code, which is slow across modules.
    package init?(_ text: String, allowingZone: Bool = false) {
        self.init(bytes: Array(text.utf8), allowingZone: allowingZone)
    }

    private init?(bytes: [UInt8], allowingZone: Bool) {
        if let bits = Self.bits(ofIPv4: bytes[...]) {
            self.init(.v4, bits)
            return
        }
        let address = bytes.prefix { $0 != UInt8(ascii: "%") }
        guard let bits = Self.bits(ofIPv6: address) else { return nil }
        guard address.count == bytes.count else {
            let zone = bytes[(address.count + 1)...]
            guard allowingZone, Self.isZone(zone), !Self.isMapped(bits) else { return nil }
            self.init(.v6, bits, zone: String(decoding: zone, as: UTF8.self))
            return
        }
        self.init(.v6, bits)
    }

    private static func isMapped(_ bits: UInt128) -> Bool { bits >> 32 == 0xffff }

    private static func isZone(_ bytes: ArraySlice<UInt8>) -> Bool {
        (1...64).contains(bytes.count) && bytes.allSatisfy { $0.isVisibleASCII && $0 != UInt8(ascii: "%") }
    }

    private static func bits(ofIPv4 text: ArraySlice<UInt8>) -> UInt128? {
        guard text.count <= 15 else { return nil }
        var bits: UInt128 = 0
        var rest = text
        for position in 0..<4 {
            if position > 0 {
                guard rest.first == UInt8(ascii: ".") else { return nil }
                rest.removeFirst()
            }
            let digits = rest.prefix { $0 != UInt8(ascii: ".") }
            guard let number = DecimalNumber.parse(digits, upTo: 255) else { return nil }
            bits = bits << 8 | UInt128(number)
            rest = rest[digits.endIndex...]
        }
        return rest.isEmpty ? bits : nil
    }

    private static func bits(ofIPv6 text: ArraySlice<UInt8>) -> UInt128? {
        guard (2...45).contains(text.count) else { return nil }
        var groups: [UInt16]
        if let gap = text.indices.dropLast().first(where: { text[$0...].starts(with: "::".utf8) }) {
            guard let left = self.groups(text[..<gap], mayEndInIPv4: false),
                let right = self.groups(text[(gap + 2)...], mayEndInIPv4: true), left.count + right.count < 8
            else { return nil }
            groups = left + [UInt16](repeating: 0, count: 8 - left.count - right.count) + right
        } else {
            guard let all = self.groups(text, mayEndInIPv4: true), all.count == 8 else { return nil }
            groups = all
        }
        return groups.reduce(0) { $0 << 16 | UInt128($1) }
    }

    /// Returns the groups between the colons, the last two of which may be spelled as an IPv4 address.
    private static func groups(_ text: ArraySlice<UInt8>, mayEndInIPv4: Bool) -> [UInt16]? {
        guard !text.isEmpty else { return [] }
        var groups: [UInt16] = []
        let pieces = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        for (index, piece) in pieces.enumerated() {
            if mayEndInIPv4, index == pieces.count - 1, let bits = bits(ofIPv4: piece) {
                groups += [UInt16(bits >> 16), UInt16(bits & 0xffff)]
            } else {
                guard let group = group(piece) else { return nil }
                groups.append(group)
            }
        }
        return groups
    }

    private static func group(_ digits: ArraySlice<UInt8>) -> UInt16? {
        guard (1...4).contains(digits.count) else { return nil }
        var group: UInt16 = 0
        for digit in digits {
            guard let value = digit.hexDigitValue else { return nil }
            group = group << 4 | UInt16(value)
        }
        return group
    }
}
