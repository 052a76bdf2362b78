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
    package init?(_ text: some StringProtocol) { self.init(String(text)) }

    /// Creates an authority from `host` or `host:port`, without generic code, which is slow across modules.
    package init?(_ text: String) {
        let bytes = text.utf8
        guard bytes.count <= 300 else { return nil }
        let isLiteral = bytes.first == UInt8(ascii: "[")
        let end =
            if isLiteral {
                bytes.firstIndex(of: UInt8(ascii: "]")).map(bytes.index(after:))
            } else {
                bytes.firstIndex(of: UInt8(ascii: ":"))
            }
        let host = bytes[..<(end ?? bytes.endIndex)]
        guard isLiteral ? Self.isIPv6Literal(host) : Self.isName(host) else { return nil }
        self.text = text
        self.host = Substring(host).lowercased()
        guard let end, end != bytes.endIndex else {
            port = nil
            return
        }
        guard bytes[end] == UInt8(ascii: ":"), let port = Self.port(text[bytes.index(after: end)...]) else {
            return nil
        }
        self.port = port
    }

    private init(host: String, port: Int?) {
        text = port.map { "\(host):\($0)" } ?? host
        self.host = host
        self.port = port
    }

    /// The same authority with its host in one spelling: a name without a final dot, an IPv6 address as RFC 5952 section 4
    /// has it.
    package var canonical: HTTPAuthority {
        if host.utf8.first == UInt8(ascii: "["), let address = IPAddress(String(host.dropFirst().dropLast())) {
            return HTTPAuthority(host: address.version == .v6 ? "[\(address.text)]" : address.text, port: port)
        }
        return HTTPAuthority(host: host.utf8.last == UInt8(ascii: ".") ? String(host.dropLast()) : host, port: port)
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

    private static func isIPv6Literal(_ host: Substring.UTF8View) -> Bool {
        host.last == UInt8(ascii: "]") && host.contains(UInt8(ascii: ":"))
            && IPAddress(Substring(host.dropFirst().dropLast())) != nil
    }

    private static func isName(_ host: Substring.UTF8View) -> Bool {
        !host.isEmpty && host.count <= 255 && host.allSatisfy { $0.isURLUnreserved && $0 != UInt8(ascii: "~") }
    }
}
