import CryptoCore

@testable import OAuth1

/// The base string URI of RFC 5849 section 3.4.1.2, and the query.
struct ReferenceBaseStringURI {
    /// Scheme and host in lower case, a port that is not the default, the path as it
    /// was sent, `/` if it is empty; no user information, query or fragment.
    let bytes: [UInt8]
    /// What follows the first `?`, without the fragment; empty if there is none.
    let query: ArraySlice<UInt8>

    /// Parses an absolute http or https URL.
    ///
    /// The path keeps its bytes: it is neither decoded nor normalized.
    /// User information is ignored, since the `Host` field that the RFC builds on never contains it.
    init(_ url: String) throws(OAuth1Error) {
        let url = Array(url.utf8)
        guard let colon = url.firstIndex(of: UInt8(ascii: ":")) else {
            throw .invalidURL(reason: "it has no scheme")
        }
        let scheme = url[..<colon].map(lowercased)
        let defaultPort: Int
        switch String(decoding: scheme, as: UTF8.self) {
        case "http": defaultPort = 80
        case "https": defaultPort = 443
        default: throw .invalidURL(reason: "its scheme is neither http nor https")
        }
        guard url[(colon + 1)...].starts(with: "//".utf8) else {
            throw .invalidURL(reason: "it has no authority")
        }
        let afterSlashes = url[(colon + 3)...]
        let authorityEnd = afterSlashes.firstIndex(where: isAuthorityEnd) ?? url.endIndex
        var output = scheme + Array("://".utf8)
        try Self.appendAuthority(afterSlashes[..<authorityEnd], defaultPort: defaultPort, to: &output)

        let rest = url[authorityEnd...].prefix { $0 != UInt8(ascii: "#") }
        let path = rest.prefix { $0 != UInt8(ascii: "?") }
        if path.isEmpty {
            output.append(UInt8(ascii: "/"))
        } else {
            output.append(contentsOf: path)
        }
        bytes = output
        query = rest[path.endIndex...].dropFirst()
    }

    private static func appendAuthority(
        _ authority: ArraySlice<UInt8>, defaultPort: Int, to output: inout [UInt8]
    ) throws(OAuth1Error) {
        let hostAndPort = authority[
            (authority.lastIndex(of: UInt8(ascii: "@")).map { $0 + 1 } ?? authority.startIndex)...]
        var host = hostAndPort
        var port: ArraySlice<UInt8> = []
        // Colons before the bracket belong to an IPv6 address.
        let bracket = hostAndPort.lastIndex(of: UInt8(ascii: "]")) ?? hostAndPort.startIndex
        if let colon = hostAndPort[bracket...].firstIndex(of: UInt8(ascii: ":")) {
            host = hostAndPort[..<colon]
            port = hostAndPort[(colon + 1)...]
        }
        guard !host.isEmpty else { throw .invalidURL(reason: "it has no host") }
        guard !host.contains(where: { $0 <= 0x20 || $0 == 0x7f || $0 == UInt8(ascii: "\\") }) else {
            throw .invalidURL(reason: "its host has a character that is not permitted there")
        }
        output.append(contentsOf: host.map(lowercased))
        guard !port.isEmpty else { return }
        guard port.count <= 5, port.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let number = Int(String(decoding: port, as: UTF8.self)), number <= 65535
        else { throw .invalidURL(reason: "its port is not a number up to 65535") }
        if number != defaultPort { output.append(contentsOf: ":\(number)".utf8) }
    }
}

private func isAuthorityEnd(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
}

private func lowercased(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
}
