internal import WebSyntax

/// A node identifier: `192.0.2.43`, `[2001:db8::17]:4711`, `unknown`, `_hidden`; in `X-Forwarded-For` also an IPv6
/// address without brackets.
///
/// RFC 7239 section 6.
enum ForwardedNode: Sendable, Equatable {
    case address(IPAddress)
    /// The identifier is `unknown` or obfuscated.
    case hidden

    /// Creates a node from its text; `nil` if it is malformed.
    ///
    /// A zone is not permitted, since it has a meaning only on the machine that it comes from.
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

    /// Whether a text is a number or an obfuscated port.
    private static func isPort(_ text: some StringProtocol) -> Bool {
        isObfuscated(text) || (1...5).contains(text.utf8.count) && text.utf8.allSatisfy { $0.isASCIIDigit }
    }

    /// Whether a text is an underscore and at least one more character.
    ///
    /// RFC 7239 section 6.3.
    private static func isObfuscated(_ text: some StringProtocol) -> Bool {
        text.first == "_" && text.utf8.count > 1
            && text.utf8.allSatisfy { $0.isURLUnreserved && $0 != UInt8(ascii: "~") }
    }
}
