internal import WebSyntax

/// The parts of a base string URI, or of an address in a forwarding field.
struct URIAddress {
    /// The scheme; empty if there is none.
    var scheme: [UInt8] = []
    /// The host, in brackets if it is an IPv6 address.
    var host: [UInt8]
    /// The port; empty if there is none.
    var port: [UInt8]
    /// The path; empty if there is none.
    var path: [UInt8] = []

    /// Splits a base string URI.
    init(_ uri: [UInt8]) {
        // A base string URI has a scheme, a host and a path; whatever else it were would only be a mistake to try.
        let colon = uri.firstIndex(of: UInt8(ascii: ":")) ?? 0
        let rest = uri.dropFirst(min(colon + 3, uri.count))
        let slash = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
        self.init(authority: rest[..<slash])
        scheme = Array(uri[..<colon])
        path = Array(rest[slash...])
    }

    /// Splits host and port.
    init(authority: ArraySlice<UInt8>) {
        let bracket = authority.lastIndex(of: UInt8(ascii: "]")) ?? authority.startIndex
        let colon = authority[bracket...].lastIndex(of: UInt8(ascii: ":")) ?? authority.endIndex
        host = authority[..<colon].map(\.asciiLowercased)
        port = Array(authority[colon...].dropFirst())
    }
}
