internal import HTTPExchange
internal import WebSyntax

/// The authority of a request, valid and spelled as the caller spelled it.
///
/// Only a host that libcurl sends unchanged is accepted, so that what was signed is what is sent: an IPv4 address is four
/// decimal numbers, because libcurl's parser and resolvers accept other spellings and rewrite them.
struct RequestAuthority: Sendable, Hashable {
    private let authority: HTTPAuthority
    /// Whether the host is this machine: 127.0.0.0/8, ::1 or localhost, which libcurl resolves by itself.
    let isLoopback: Bool

    init(_ text: String) throws(TransportError) {
        guard let authority = HTTPAuthority(text) else {
            throw .invalidRequest("the authority is not a name or an IP address with or without a port")
        }
        let host = authority.host
        let isNumeric = Self.endsInNumber(host)
        guard !isNumeric || IPAddress(host)?.version == .v4 else {
            throw .invalidRequest("the host is an IPv4 address in another form than four decimal numbers")
        }
        self.authority = authority
        isLoopback = host == "localhost" || host == "[::1]" || (isNumeric && host.hasPrefix("127."))
    }

    /// The authority as it was spelled.
    var text: String { authority.text }

    /// The host, in lower case.
    var host: String { authority.host }

    /// The port, if the authority names one.
    var port: Int? { authority.port }

    /// The authority with its host in one spelling.
    var canonical: HTTPAuthority { authority.canonical }

    /// Whether resolvers read the last label as a number; a final dot does not count.
    private static func endsInNumber(_ host: String) -> Bool {
        var name = host.utf8[...]
        if name.last == UInt8(ascii: ".") { name.removeLast() }
        let label = name.lastIndex(of: UInt8(ascii: ".")).map { name[name.index(after: $0)...] } ?? name
        return label.allSatisfy(\.isASCIIDigit) || label.starts(with: "0x".utf8)
    }
}
