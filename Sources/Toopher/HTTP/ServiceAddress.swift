/// The address below which the service answers: valid from its initialiser on, and ending in a slash.
struct ServiceAddress: Sendable {
    let scheme: String
    let authority: String
    /// The path, from its first slash to its last.
    let path: String

    /// - Parameter text: An absolute `http` or `https` URL, with or without its last slash.
    /// - Throws: ``ToopherError/invalidBaseURL(reason:)``, which never repeats the text.
    init(_ text: String) throws(ToopherError) {
        guard text.utf8.count <= 2048 else { throw .invalidBaseURL(reason: "it is too long") }
        guard let separator = text.firstRange(of: "://") else {
            throw .invalidBaseURL(reason: "it is not absolute")
        }
        scheme = text[..<separator.lowerBound].lowercased()
        guard scheme == "https" || scheme == "http" else {
            throw .invalidBaseURL(reason: "its scheme is neither https nor http")
        }
        let rest = text[separator.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard Self.isHostAndPort(authority) else {
            throw .invalidBaseURL(reason: "its host and port are not of the form host or host:port")
        }
        self.authority = authority.lowercased()
        let segments = try Self.segments(of: rest[authority.endIndex...])
        path = segments.isEmpty ? "/" : "/" + segments.joined(separator: "/") + "/"
    }

    /// The path of an endpoint, which must already be encoded.
    func path(of endpoint: String) -> String {
        path + endpoint
    }

    /// The absolute URL of an endpoint, which must already be encoded.
    func url(of endpoint: String) -> String {
        scheme + "://" + authority + path(of: endpoint)
    }

    private static func isHostAndPort(_ authority: Substring) -> Bool {
        let host: Substring
        if authority.first == "[" {
            guard let end = authority.firstIndex(of: "]") else { return false }
            host = authority[...end]
            let address = host.dropFirst().dropLast()
            guard !address.isEmpty, address.utf8.allSatisfy(isIPv6Byte) else { return false }
        } else {
            host = authority.prefix { $0 != ":" }
            guard !host.isEmpty, host.utf8.allSatisfy(isHostByte) else { return false }
        }
        let port = authority[host.endIndex...]
        guard !port.isEmpty else { return true }
        guard port.first == ":", let number = DecimalInteger.parse(String(port.dropFirst())) else { return false }
        return (1...65535).contains(number)
    }

    private static func segments(of path: Substring) throws(ToopherError) -> [Substring] {
        guard path.utf8.allSatisfy(isPathByte) else {
            throw .invalidBaseURL(reason: "what follows the host is not a plain path, without query and fragment")
        }
        var segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        while segments.last?.isEmpty == true { segments.removeLast() }
        guard segments.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else {
            throw .invalidBaseURL(reason: "its path has an empty segment or one of dots only")
        }
        return Array(segments)
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || "-._".utf8.contains(byte)
    }

    /// RFC 3986 section 3.3 `pchar` and the slash. Percent signs are left out: nothing here needs them.
    private static func isPathByte(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || "/-._~!$&'()*+,;=:@".utf8.contains(byte)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }

    private static func isIPv6Byte(_ byte: UInt8) -> Bool {
        "0123456789ABCDEFabcdef:.".utf8.contains(byte)
    }
}
