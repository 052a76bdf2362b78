/// A host with or without a port, as in a URL and in the `Host` field.
///
/// RFC 9110 section 7.2.
package struct HTTPAuthority: Sendable, Hashable {
    /// The authority as it was spelled.
    package let text: String
    /// A name, an IPv4 address, or an IPv6 address in brackets; in lower case.
    package let host: String
    /// The port, if the authority names one.
    package let port: Int?

    /// Creates an authority from `host` or `host:port`.
    ///
    /// The host is a name of ASCII letters, digits and `-._`, an IPv4 address, or an IPv6 address in brackets; the port
    /// a number from 1 to 65535. User information, percent-encoding and IPv6 zones are not valid here.
    package init?(_ text: some StringProtocol) {
        guard text.utf8.count <= 300, text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        let end = text.first == "[" ? text.firstIndex(of: "]").map(text.index(after:)) : text.firstIndex(of: ":")
        let host = text[..<(end ?? text.endIndex)]
        guard host.first == "[" ? Self.isIPv6Literal(host) : Self.isName(host) else { return nil }
        self.text = String(text)
        self.host = host.lowercased()
        guard let end, end != text.endIndex else {
            port = nil
            return
        }
        guard text[end] == ":", let port = Self.port(text[text.index(after: end)...]) else { return nil }
        self.port = port
    }

    private init(host: String, port: Int?) {
        text = port.map { "\(host):\($0)" } ?? host
        self.host = host
        self.port = port
    }

    /// Returns the same host with another port.
    package func withPort(_ port: Int?) -> HTTPAuthority { HTTPAuthority(host: host, port: port) }

    /// Returns the port that `digits` spell: a number from 1 to 65535 without leading zeros.
    package static func port(_ digits: some StringProtocol) -> Int? {
        guard let port = DecimalNumber.parse(digits.utf8, upTo: 65535), port > 0 else { return nil }
        return port
    }

    /// Returns whether host and port are equal, whatever their spelling.
    package static func == (one: HTTPAuthority, other: HTTPAuthority) -> Bool {
        one.host == other.host && one.port == other.port
    }

    /// Hashes host and port, as `==` compares them.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(host)
        hasher.combine(port)
    }

    private static func isIPv6Literal(_ host: some StringProtocol) -> Bool {
        host.last == "]" && host.contains(":") && IPAddress(host.dropFirst().dropLast()) != nil
    }

    private static func isName(_ host: some StringProtocol) -> Bool {
        !host.isEmpty && host.utf8.count <= 255
            && host.utf8.allSatisfy { $0.isURLUnreserved && $0 != UInt8(ascii: "~") }
    }
}
