/// Where a client sent a request: scheme, host and port.
struct HTTPOrigin: Sendable, Hashable {
    enum Scheme: String, Sendable {
        case http, https

        init?(name: some StringProtocol) { self.init(rawValue: name.lowercased()) }

        var defaultPort: Int { self == .http ? 80 : 443 }
    }

    let scheme: Scheme
    let host: String
    let port: Int

    init(_ scheme: Scheme, _ authority: HTTPAuthority) {
        self.scheme = scheme
        host = authority.host
        port = authority.port ?? scheme.defaultPort
    }

    /// The beginning of a URL, up to the host, or to the port if it is not the scheme's own.
    var text: String {
        "\(scheme.rawValue)://\(host)" + (port == scheme.defaultPort ? "" : ":\(port)")
    }
}

/// A host with or without a port (RFC 9110 section 7.2).
struct HTTPAuthority: Sendable, Hashable {
    /// A name, an IPv4 address, or an IPv6 address in brackets; in lower case.
    let host: String
    var port: Int?

    /// Nil unless the text is a name of letters, digits and `-._`, an IPv4 address or an IPv6 address
    /// in brackets, and perhaps a port from 1 to 65535. No user information, no escapes, no zone.
    init?(_ text: some StringProtocol) {
        guard text.utf8.count <= 300, text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        let end = text.first == "[" ? text.firstIndex(of: "]").map(text.index(after:)) : text.firstIndex(of: ":")
        let host = text[..<(end ?? text.endIndex)]
        guard host.first == "[" ? Self.isIPv6Literal(host) : Self.isName(host) else { return nil }
        self.host = host.lowercased()
        guard let end, end != text.endIndex else { return }
        guard text[end] == ":", let port = Self.port(text[text.index(after: end)...]) else { return nil }
        self.port = port
    }

    /// The authority in a value that counts.
    static func parse(_ text: String, in source: ExternalURLError.Source) throws(ExternalURLError) -> HTTPAuthority {
        guard let authority = HTTPAuthority(text) else {
            throw .malformed(source, reason: "a host is not of the form host or host:port")
        }
        return authority
    }

    /// A port from 1 to 65535.
    static func port(_ digits: some StringProtocol) -> Int? {
        guard let port = DecimalNumber.parse(digits.utf8, upTo: 65535), port > 0 else { return nil }
        return port
    }

    private static func isIPv6Literal(_ host: some StringProtocol) -> Bool {
        host.last == "]" && host.contains(":") && IPAddress(host.dropFirst().dropLast()) != nil
    }

    private static func isName(_ host: some StringProtocol) -> Bool {
        !host.isEmpty && host.utf8.count <= 255
            && host.utf8.allSatisfy { PercentEncoding.isUnreserved($0) && $0 != UInt8(ascii: "~") }
    }
}
