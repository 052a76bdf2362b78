#if Service

internal import WebSyntax

/// What limits per address count together: an IPv4 address, or the /64 of an IPv6 address, of which a client has every one.
struct AddressBlock: Sendable, Hashable {
    private let version: IPAddress.Version
    private let bits: UInt128

    /// Creates the block of an address without brackets; `nil` if the text is not an address.
    init?(_ text: String) {
        guard let address = IPAddress(text, allowingZone: true) else { return nil }
        version = address.version
        bits = version == .v4 ? address.bits : address.bits >> 64
    }
}

#endif
