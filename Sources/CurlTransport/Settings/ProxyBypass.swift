internal import WebSyntax

/// The hosts that are reached without the proxy, as `NO_PROXY` lists them.
///
/// Entries are separated by commas or white space. An entry is a host, which includes its subdomains, with or without a
/// leading dot; `*.domain` for the subdomains alone; an IP address; a network in CIDR notation; or `*` for every host. An
/// entry with a port is for that port alone. An entry that is none of these is ignored.
struct ProxyBypass: Sendable {
    private enum Hosts: Sendable {
        case all
        case domain(String, includesItself: Bool)
        case network(IPAddress, prefix: Int)
    }

    private struct Entry: Sendable {
        let hosts: Hosts
        let port: Int?
    }

    private let entries: [Entry]

    init(_ list: String) {
        let tokens = list.utf8.split { $0 == UInt8(ascii: ",") || $0 <= 0x20 }
        entries = tokens.compactMap { Self.entry(Substring($0).lowercased()) }
    }

    /// Returns whether a server is reached without the proxy.
    ///
    /// - Parameters:
    ///   - host: A name or an IP address, IPv6 in brackets; in lower case.
    ///   - port: The port of the server, also if the URL does not name it.
    func includes(host: String, port: Int) -> Bool {
        let address = Self.address(host)
        let name = Self.withoutFinalDot(host)
        return entries.contains { entry in
            guard entry.port == nil || entry.port == port else { return false }
            switch (entry.hosts, address) {
            case (.all, _): return true
            case (.network(let network, let prefix), let address?):
                let shift = address.version.width - prefix
                return network.version == address.version && network.bits >> shift == address.bits >> shift
            case (.domain(let domain, let includesItself), nil):
                return name == domain ? includesItself : name.hasSuffix(".\(domain)")
            case (.network, nil), (.domain, _): return false
            }
        }
    }

    private static func entry(_ token: String) -> Entry? {
        if let address = address(token) {
            return Entry(hosts: .network(address, prefix: address.version.width), port: nil)
        }
        if let slash = token.utf8.firstIndex(of: UInt8(ascii: "/")) {
            guard let address = address(String(token[..<slash])),
                let prefix = DecimalNumber.parse(token.utf8[slash...].dropFirst(), upTo: address.version.width)
            else { return nil }
            return Entry(hosts: .network(address, prefix: prefix), port: nil)
        }
        let isWildcard = token.hasPrefix("*.")
        if token.hasPrefix("*"), !isWildcard {
            guard token.utf8.count > 1 else { return Entry(hosts: .all, port: nil) }
            guard token.hasPrefix("*:"), let port = HTTPAuthority.port(token.dropFirst(2)) else { return nil }
            return Entry(hosts: .all, port: port)
        }
        let rest = isWildcard ? token.dropFirst(2) : token.hasPrefix(".") ? token.dropFirst() : token[...]
        guard let authority = HTTPAuthority(rest) else { return nil }
        if let address = address(authority.host) {
            return Entry(hosts: .network(address, prefix: address.version.width), port: authority.port)
        }
        let domain = withoutFinalDot(authority.host)
        return Entry(hosts: .domain(domain, includesItself: !isWildcard), port: authority.port)
    }

    private static func address(_ host: String) -> IPAddress? {
        guard host.hasPrefix("["), host.hasSuffix("]") else { return IPAddress(host) }
        return IPAddress(String(host.dropFirst().dropLast()))
    }

    private static func withoutFinalDot(_ host: String) -> String {
        host.utf8.last == UInt8(ascii: ".") ? String(host.dropLast()) : host
    }
}
