import CryptoCore

@testable import OAuth1

/// The `Authorization` header with the scheme OAuth. RFC 5849 section 3.5.1.
struct ReferenceAuthorizationHeader {
    /// The parameters, decoded, in order, without `realm`.
    private(set) var parameters: [(name: [UInt8], value: [UInt8])] = []
    /// The `realm`, which is not signed.
    private(set) var realm: [UInt8]?

    /// Returns whether the scheme of a header value is OAuth.
    static func isOAuth(_ header: String) -> Bool {
        let scheme = header.utf8.prefix { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
        return String(decoding: scheme, as: UTF8.self).lowercased() == "oauth"
    }

    /// Parses a header value whose scheme is OAuth. Empty list elements are skipped, see RFC 9110
    /// section 5.6.1.2. Every value must be quoted and percent-encoded, and no name may be repeated.
    init(_ header: String) throws(OAuth1Error) {
        var scanner = Scanner(bytes: Array(header.utf8)[...].dropFirst("OAuth".utf8.count))
        scanner.skipWhitespace()
        while !scanner.isAtEnd {
            if scanner.take(UInt8(ascii: ",")) {
                scanner.skipWhitespace()
                continue
            }
            let name = scanner.takeName()
            guard !name.isEmpty, scanner.take(UInt8(ascii: "=")), let value = scanner.takeQuoted() else {
                throw .malformed(reason: "an element of the Authorization header is not name=\"value\"")
            }
            try add(name: name, value: value)
            scanner.skipWhitespace()
            guard scanner.isAtEnd || scanner.next == UInt8(ascii: ",") else {
                throw .malformed(reason: "the elements of the Authorization header are not separated by commas")
            }
        }
    }

    private mutating func add(name: ArraySlice<UInt8>, value: [UInt8]) throws(OAuth1Error) {
        if String(decoding: name, as: UTF8.self).lowercased() == "realm" {
            guard realm == nil else { throw .malformed(reason: "the Authorization header has two realms") }
            realm = value
            return
        }
        guard let name = PercentEncoding.decode(name), let value = PercentEncoding.decode(value[...]) else {
            throw .malformed(reason: "the Authorization header has malformed percent-encoding")
        }
        parameters.append((name, value))
    }
}

/// A reader of the bytes of a header value.
private struct Scanner {
    var bytes: ArraySlice<UInt8>

    var isAtEnd: Bool { bytes.isEmpty }
    var next: UInt8? { bytes.first }

    mutating func skipWhitespace() {
        bytes = bytes.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    }

    mutating func take(_ byte: UInt8) -> Bool {
        guard bytes.first == byte else { return false }
        bytes.removeFirst()
        return true
    }

    /// Parses a name up to the equals sign, without white space, quotes or commas.
    mutating func takeName() -> ArraySlice<UInt8> {
        let name = bytes.prefix { byte in
            byte > 0x20 && byte < 0x7f && byte != UInt8(ascii: "=") && byte != UInt8(ascii: "\"")
                && byte != UInt8(ascii: ",")
        }
        bytes = bytes[name.endIndex...]
        return name
    }

    /// Parses the content of a quoted string. RFC 9110 section 5.6.4.
    mutating func takeQuoted() -> [UInt8]? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        var value: [UInt8] = []
        while let byte = bytes.popFirst() {
            switch byte {
            case UInt8(ascii: "\""):
                return value
            case UInt8(ascii: "\\"):
                guard let escaped = bytes.popFirst(), escaped >= 0x20 else { return nil }
                value.append(escaped)
            case 0..<0x20 where byte != UInt8(ascii: "\t"), 0x7f:
                return nil
            default:
                value.append(byte)
            }
        }
        return nil
    }
}
