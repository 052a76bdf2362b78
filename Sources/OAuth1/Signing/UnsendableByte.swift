internal import WebSyntax

/// A byte of a URL that no request can carry, and what to write in its place.
public struct UnsendableByte: Sendable, Hashable {
    /// What to write in place of a byte.
    public enum Remedy: Sendable, Hashable {
        /// Its percent-encoding. RFC 3986 section 2.1.
        case percentEncoding
        /// The A-label of an internationalised host, which begins with `xn--`. RFC 5890 section 2.3.2.1.
        case aLabel
        /// An IPv6 address without a zone, because a zone is never sent. RFC 6874 section 4.
        case withoutZone
        /// A host of ASCII letters, digits and `-._~`, or an IPv6 address in brackets.
        case plainHost
    }

    /// The byte.
    public let byte: UInt8
    /// Where it is in the URL: the number of bytes before it.
    public let offset: Int
    /// What to write in its place.
    public let remedy: Remedy
}

extension UnsendableByte: CustomStringConvertible {
    /// What is wrong and what to write, in one line.
    public var description: String {
        let digits =
            "\(UnicodeScalar(PercentEncoding.digit(byte >> 4)))\(UnicodeScalar(PercentEncoding.digit(byte & 15)))"
        let name = byte.isVisibleASCII ? "\(UnicodeScalar(byte))" : "0x\(digits)"
        let advice =
            switch remedy {
            case .percentEncoding: "write %\(digits)"
            case .aLabel: "write the A-label of the host (xn--…)"
            case .withoutZone: "leave out the IPv6 zone, which is never sent"
            case .plainHost: "a host has only ASCII letters, digits and -._~, or is an IPv6 address in brackets"
            }
        return "no request can carry its byte \(name) at offset \(offset): \(advice)"
    }
}
