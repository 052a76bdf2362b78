internal import HTTPExchange
internal import WebSyntax

/// The authority of a request, valid and spelled as the caller spelled it.
///
/// Only a host that libcurl sends unchanged is accepted, so that what was signed is what is sent: an IPv4 address is four
/// decimal numbers, because libcurl's parser and resolvers accept other spellings and rewrite them.
struct RequestAuthority: Sendable, Hashable {
    private let authority: HTTPAuthority

    init(_ text: String) throws(TransportError) {
        guard let authority = HTTPAuthority(text) else {
            throw .invalidRequest("the authority is not a name or an IP address with or without a port")
        }
        guard authority.host.hasPrefix("[") || !Self.endsInNumber(authority.host) || Self.isIPv4(authority.host) else {
            throw .invalidRequest("the host is an IPv4 address in another form than four decimal numbers")
        }
        self.authority = authority
    }

    /// The authority as it was spelled.
    var text: String { authority.text }

    /// The host, in lower case.
    var host: String { authority.host }

    /// Whether the host is this machine: 127.0.0.0/8, ::1 or localhost, which libcurl resolves by itself.
    var isLoopback: Bool {
        host == "localhost" || host == "[::1]" || (host.hasPrefix("127.") && Self.isIPv4(host))
    }

    /// Whether resolvers read the last label as a number; a final dot does not count.
    private static func endsInNumber(_ host: String) -> Bool {
        let name = host.hasSuffix(".") ? host.dropLast() : host[...]
        let label = name.suffix { $0 != "." }
        return label.utf8.allSatisfy(\.isASCIIDigit) || label.hasPrefix("0x")
    }

    private static func isIPv4(_ host: String) -> Bool { IPAddress(host)?.version == .v4 }
}

extension Substring {
    fileprivate func suffix(while predicate: (Character) -> Bool) -> Substring {
        self[(lastIndex { !predicate($0) }.map(index(after:)) ?? startIndex)...]
    }
}
