/// The `host[:port]` of a request: valid from here on, and spelled as the caller spelled it.
///
/// Only hosts that libcurl would send unchanged are accepted, so that what was signed is what is sent:
/// no user information, no percent-encoding, no zone, no IPv4 address in a spelling other than four decimal numbers.
struct Authority: Sendable, Hashable {
    let text: String
    let host: String

    init(_ text: String) throws(TransportError) {
        let (host, port) = try Self.split(text)
        if let port {
            guard !port.isEmpty, port.utf8.allSatisfy(\.isDigit), let number = UInt16(port), number > 0 else {
                throw .invalidRequest("the port is not a number from 1 to 65535")
            }
        }
        guard host.hasPrefix("[") ? Self.isIPv6(host) : Self.isNameOrIPv4(host) else {
            throw .invalidRequest("the host is neither a name nor an IP address")
        }
        self.text = text
        self.host = host
    }

    /// Whether the host is this machine: 127.0.0.0/8, ::1 or localhost, which libcurl resolves without asking anyone.
    var isLoopback: Bool {
        host.lowercased() == "localhost" || host == "[::1]" || (host.hasPrefix("127.") && Self.isIPv4(host))
    }

    private static func split(_ text: String) throws(TransportError) -> (host: String, port: String?) {
        guard text.utf8.count <= 300 else { throw .invalidRequest("the authority is too long") }
        let end = text.hasPrefix("[") ? text.lastIndex(of: "]").map(text.index(after:)) : text.firstIndex(of: ":")
        guard let end, end < text.endIndex else { return (text, nil) }
        guard text[end] == ":" else { throw .invalidRequest("the authority is not host[:port]") }
        return (String(text[..<end]), String(text[text.index(after: end)...]))
    }

    private static func isIPv6(_ host: String) -> Bool {
        let inner = host.utf8.dropFirst().dropLast()
        return host.hasSuffix("]") && inner.count >= 2
            && inner.allSatisfy { $0.isHexDigit || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }
    }

    private static func isNameOrIPv4(_ host: String) -> Bool {
        guard
            !host.isEmpty,
            host.utf8.allSatisfy({ $0.isDigit || $0.isLetter || [0x2D, 0x2E, 0x5F].contains($0) })
        else { return false }
        let last = host.split(separator: ".").last.map(String.init) ?? ""
        let endsInNumber = last.utf8.allSatisfy(\.isDigit) || last.lowercased().hasPrefix("0x")
        return !endsInNumber || isIPv4(host)
    }

    private static func isIPv4(_ host: String) -> Bool {
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4
            && numbers.allSatisfy { number in
                number.utf8.allSatisfy(\.isDigit) && UInt8(number) != nil && (number == "0" || number.first != "0")
            }
    }
}

extension UInt8 {
    var isDigit: Bool { self >= 0x30 && self <= 0x39 }
    var isLetter: Bool { (self | 0x20) >= 0x61 && (self | 0x20) <= 0x7A }
    var isHexDigit: Bool { isDigit || ((self | 0x20) >= 0x61 && (self | 0x20) <= 0x66) }
}
