internal import WebSyntax

/// The parts of an absolute http or https URL, as ranges of the buffer that it is in.
///
/// The path keeps its bytes: it is neither decoded nor normalized. User information is ignored, since the `Host` field
/// that the RFC builds on never contains it.
struct ParsedURL {
    /// Whether the scheme is https.
    private(set) var isTLS = false
    /// The host, in brackets if it is an IPv6 address.
    private(set) var host = 0..<0
    /// The port, unless it is the default of the scheme.
    private(set) var port: Int?
    /// The path, perhaps empty.
    private(set) var path = 0..<0
    /// What follows the first `?`, without the fragment.
    private(set) var query = 0..<0

    init() {}

    /// Parses the URL in a range of `bytes`.
    init(_ url: Range<Int>, of bytes: borrowing Buffer<UInt8>) throws(OAuth1Error) {
        var index = url.lowerBound
        let word = bytes.word(at: index)
        if url.count >= 8, ByteWord.foldingCase(ofFirst: 5, of: word) == ByteWord.loaded("https://") {
            isTLS = true
            index += 8
        } else if url.count >= 7,
            ByteWord.prefix(7, of: ByteWord.foldingCase(ofFirst: 4, of: word)) == ByteWord.loaded("http://")
        {
            index += 7
        } else {
            throw .invalidURL(reason: Self.schemeFault(url, bytes))
        }
        // Almost every authority is a host of unreserved characters.
        var end = bytes.firstReserved(from: index, to: url.upperBound)
        if end > index, end == url.upperBound || Self.isAuthorityEnd(bytes[end]) {
            host = index..<end
        } else {
            while end < url.upperBound, !Self.isAuthorityEnd(bytes[end]) { end += 1 }
            try parseAuthority(index..<end, of: bytes)
        }
        path = end..<bytes.firstIndex(of: "?", or: "#", from: end, to: url.upperBound)
        query = path.upperBound..<path.upperBound
        if path.upperBound < url.upperBound, bytes[path.upperBound] == UInt8(ascii: "?") {
            let start = path.upperBound + 1
            query = start..<bytes.firstIndex(of: "#", or: "#", from: start, to: url.upperBound)
        }
    }

    @inline(__always)
    private static func isAuthorityEnd(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
    }

    @inline(never)
    private mutating func parseAuthority(
        _ authority: Range<Int>, of bytes: borrowing Buffer<UInt8>
    ) throws(OAuth1Error) {
        host = authority
        if let at = Self.last("@", in: authority, of: bytes) { host = at + 1..<authority.upperBound }
        // Colons before the bracket belong to an IPv6 address.
        var colon = Self.last("]", in: host, of: bytes) ?? host.lowerBound
        while colon < host.upperBound, bytes[colon] != UInt8(ascii: ":") { colon += 1 }
        let digits = Swift.min(colon + 1, host.upperBound)..<host.upperBound
        host = host.lowerBound..<colon
        guard !host.isEmpty else { throw .invalidURL(reason: "it has no host") }
        for index in host {
            let byte = bytes[index]
            guard byte > UInt8(ascii: " "), byte != 0x7f, byte != UInt8(ascii: "\\") else {
                throw .invalidURL(reason: "its host has a character that is not permitted there")
            }
        }
        try parsePort(digits, of: bytes)
    }

    /// Parses a port, which may be empty and may have leading zeros.
    private mutating func parsePort(_ digits: Range<Int>, of bytes: borrowing Buffer<UInt8>) throws(OAuth1Error) {
        guard !digits.isEmpty else { return }
        var number = 0
        for index in digits {
            guard let digit = bytes[index].decimalDigitValue, digits.count <= 5 else { throw Self.invalidPort }
            number = number * 10 + Int(digit)
        }
        guard number <= UInt16.max else { throw Self.invalidPort }
        port = number == (isTLS ? 443 : 80) ? nil : number
    }

    private static var invalidPort: OAuth1Error { .invalidURL(reason: "its port is not a number up to 65535") }

    private static func last(
        _ character: Unicode.Scalar, in range: Range<Int>, of bytes: borrowing Buffer<UInt8>
    ) -> Int? {
        for index in range.reversed() where bytes[index] == UInt8(ascii: character) { return index }
        return nil
    }

    /// Why a URL that begins with neither `http://` nor `https://` cannot be signed.
    @inline(never)
    private static func schemeFault(_ url: Range<Int>, _ bytes: borrowing Buffer<UInt8>) -> String {
        var colon = url.lowerBound
        while colon < url.upperBound, bytes[colon] != UInt8(ascii: ":") { colon += 1 }
        guard colon < url.upperBound else { return "it has no scheme" }
        let scheme = bytes.text(EncodedSlice(url.lowerBound..<colon, isPercentEncoded: false)).lowercased()
        return scheme == "http" || scheme == "https"
            ? "it has no authority" : "its scheme is neither http nor https"
    }
}
