/// An absolute `http` or `https` URL without user information and fragment.
///
/// The one parser of URLs in this package. Callers with stricter rules check the parts.
///
/// RFC 9110 section 4.2.
package struct HTTPURL: Sendable, Hashable {
    /// The scheme of the URL.
    package let scheme: HTTPScheme
    /// The host with the port that the URL names.
    package let authority: HTTPAuthority
    /// Path and query as they were spelled, from the first slash of the path; `/` if the URL has no path.
    package let target: String

    /// Creates a URL from its text.
    ///
    /// Path and query are not validated; see ``hasOnlyURLCharacters``.
    package init(_ text: some StringProtocol) throws(HTTPURLError) {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f }) else { throw .invalidCharacter }
        guard !text.utf8.contains(UInt8(ascii: "#")) else { throw .fragment }
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), text.utf8[colon...].starts(with: "://".utf8)
        else { throw .notAbsolute }
        guard let scheme = HTTPScheme(name: text[..<colon]) else { throw .unsupportedScheme }
        let rest = text[text.utf8.index(colon, offsetBy: 3)...]
        let end = rest.utf8.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? rest.endIndex
        guard let authority = HTTPAuthority(rest[..<end]) else { throw .invalidAuthority }
        self.scheme = scheme
        self.authority = authority
        let target = rest[end...]
        self.target = target.utf8.first == UInt8(ascii: "/") ? String(target) : "/" + target
    }

    /// The origin: scheme, host and port.
    package var origin: HTTPOrigin { HTTPOrigin(scheme, authority) }

    /// The path, without the query.
    package var path: Substring { target[..<(questionMark ?? target.endIndex)] }

    /// The part after the first question mark; `nil` if there is none.
    package var query: Substring? {
        questionMark.map { target[target.utf8.index(after: $0)...] }
    }

    /// The URL as it was spelled, with the scheme in lower case and a path.
    package var text: String { "\(scheme.rawValue)://\(authority.text)\(target)" }

    /// Whether path and query hold only characters that RFC 3986 section 3 permits there, and each `%` is followed by
    /// two hexadecimal digits.
    package var hasOnlyURLCharacters: Bool {
        let bytes = Array(target.utf8)
        return bytes.indices.allSatisfy { index in
            guard bytes[index] == UInt8(ascii: "%") else { return bytes[index].isURLPathOrQuery }
            return bytes.count > index + 2 && bytes[index + 1].isASCIIHexDigit && bytes[index + 2].isASCIIHexDigit
        }
    }

    // Among the bytes: a question mark and a combining character after it are one `Character`.
    private var questionMark: String.Index? { target.utf8.firstIndex(of: UInt8(ascii: "?")) }
}
