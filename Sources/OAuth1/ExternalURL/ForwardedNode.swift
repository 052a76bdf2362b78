internal import WebSyntax

/// How a proxy names another machine (RFC 7239 section 6): `192.0.2.43`, `[2001:db8::17]:4711`,
/// `unknown`, `_hidden`; in `X-Forwarded-For` also an IPv6 address without brackets.
enum ForwardedNode: Sendable, Equatable {
    case address(IPAddress)
    /// The proxy did not know or did not say.
    case hidden

    /// Nil if the text names no machine. Zones mean something only on the machine they come from, so
    /// no address has one here.
    init?(_ text: some StringProtocol) {
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        if let address = IPAddress(text) {
            self = .address(address)
            return
        }
        let end = text.first == "[" ? text.firstIndex(of: "]").map(text.index(after:)) : text.firstIndex(of: ":")
        let name = text[..<(end ?? text.endIndex)]
        if let end, end != text.endIndex {
            guard text[end] == ":", Self.isPort(text[text.index(after: end)...]) else { return nil }
        }
        if name.first == "[" {
            guard name.last == "]", name.contains(":"), let address = IPAddress(name.dropFirst().dropLast()) else {
                return nil
            }
            self = .address(address)
        } else if let address = IPAddress(name) {
            self = .address(address)
        } else {
            guard name.lowercased() == "unknown" || Self.isObfuscated(name) else { return nil }
            self = .hidden
        }
    }

    /// A number, or an obfuscated port.
    private static func isPort(_ text: some StringProtocol) -> Bool {
        isObfuscated(text) || (1...5).contains(text.utf8.count) && text.utf8.allSatisfy { $0.isASCIIDigit }
    }

    /// An underscore and at least one more character (section 6.3).
    private static func isObfuscated(_ text: some StringProtocol) -> Bool {
        text.first == "_" && text.utf8.count > 1
            && text.utf8.allSatisfy { $0.isURLUnreserved && $0 != UInt8(ascii: "~") }
    }
}
