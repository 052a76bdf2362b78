/// What a request line asks for (RFC 9112 section 3.2).
enum RequestTarget: Sendable, Equatable {
    /// The origin-form: a path from its slash on, perhaps with a query.
    case path(String)
    /// The absolute-form: the whole URL, its path from its slash on.
    case absolute(HTTPOrigin.Scheme, HTTPAuthority, path: String)
    /// The asterisk-form: the server as a whole.
    case server

    init(_ text: String) throws(ExternalURLError) {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f && $0 != UInt8(ascii: "#") }) else {
            throw .invalidTarget(reason: "it holds a space, a control character or a fragment")
        }
        if text.utf8.first == UInt8(ascii: "/") {
            self = .path(text)
        } else if text == "*" {
            self = .server
        } else {
            self = try Self.absolute(text)
        }
    }

    /// What follows the origin in the URL.
    var path: String {
        switch self {
        case .path(let path), .absolute(_, _, let path): path
        case .server: ""
        }
    }

    private static func absolute(_ text: String) throws(ExternalURLError) -> Self {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), text.utf8[colon...].starts(with: "://".utf8),
            let scheme = HTTPOrigin.Scheme(name: text[..<colon])
        else {
            throw .invalidTarget(reason: "it is neither a path, nor an absolute http or https URL, nor *")
        }
        let rest = text[text.utf8.index(colon, offsetBy: 3)...]
        let end = rest.utf8.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? rest.endIndex
        guard let authority = HTTPAuthority(rest[..<end]) else {
            throw .invalidTarget(reason: "its host and port are not of the form host or host:port")
        }
        let path = rest[end...]
        let isRooted = path.utf8.first == UInt8(ascii: "/")
        return .absolute(scheme, authority, path: isRooted ? String(path) : "/" + path)
    }
}
