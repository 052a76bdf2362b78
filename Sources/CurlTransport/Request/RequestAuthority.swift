internal import HTTPExchange

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
        (host.utf8.count == 9 && host.lowercased() == "localhost") || host == "[::1]"
            || (host.hasPrefix("127.") && Self.isIPv4(host))
    }

    private static func split(_ text: String) throws(TransportError) -> (host: String, port: String?) {
        let bytes = text.utf8
        guard bytes.count <= 300 else { throw .invalidRequest("the authority is too long") }
        let end =
            if bytes.first == UInt8(ascii: "[") {
                bytes.lastIndex(of: UInt8(ascii: "]")).map(bytes.index(after:))
            } else {
                bytes.firstIndex(of: UInt8(ascii: ":"))
            }
        guard let end, end < bytes.endIndex else { return (text, nil) }
        guard bytes[end] == UInt8(ascii: ":") else { throw .invalidRequest("the authority is not host[:port]") }
        return (String(text[..<end]), String(text[bytes.index(after: end)...]))
    }

    private static func isIPv6(_ host: String) -> Bool {
        let inner = host.utf8.dropFirst().dropLast()
        return host.hasSuffix("]") && inner.count >= 2
            && inner.allSatisfy { $0.isHexDigit || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }
    }

    private static func isNameOrIPv4(_ host: String) -> Bool {
        guard
            !host.isEmpty,
            host.utf8.allSatisfy({ $0.isDigit || $0.isLetter || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F })
        else { return false }
        return !endsInNumber(host) || isIPv4(host)
    }

    /// Whether the last label, a dot at the very end aside, is a number for those who resolve names.
    private static func endsInNumber(_ host: String) -> Bool {
        var label = host.utf8[...]
        if label.last == UInt8(ascii: ".") { label.removeLast() }
        label = label.suffix(while: { $0 != UInt8(ascii: ".") })
        return label.allSatisfy(\.isDigit) || label.starts(with: "0x".utf8) || label.starts(with: "0X".utf8)
    }

    /// Four numbers from 0 to 255, without zeros in front.
    private static func isIPv4(_ host: String) -> Bool {
        var dots = 0
        var number: Int?
        for byte in host.utf8 {
            if byte == UInt8(ascii: ".") {
                guard number != nil else { return false }
                dots += 1
                number = nil
            } else {
                guard byte.isDigit, number != 0 else { return false }
                number = (number ?? 0) * 10 + Int(byte - 0x30)
                if let number, number > 255 { return false }
            }
        }
        return dots == 3 && number != nil
    }
}

extension BidirectionalCollection where SubSequence == Self {
    fileprivate func suffix(while predicate: (Element) -> Bool) -> Self {
        var start = endIndex
        while start > startIndex, case let before = index(before: start), predicate(self[before]) { start = before }
        return self[start...]
    }
}

extension UInt8 {
    var isDigit: Bool { self >= 0x30 && self <= 0x39 }
    var isLetter: Bool { (self | 0x20) >= 0x61 && (self | 0x20) <= 0x7A }
    var isHexDigit: Bool { isDigit || ((self | 0x20) >= 0x61 && (self | 0x20) <= 0x66) }
}
