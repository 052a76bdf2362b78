internal import WebSyntax

/// The first line of a response.
///
/// RFC 9112 section 4; the spelling of the version and exactly three digits, with single spaces.
struct ResponseStatusLine {
    enum Version {
        case http10, http11
        /// HTTP/2, for whose responses libcurl makes up a line: without a reason.
        case http2
    }

    let version: Version
    /// From 100 to 999.
    let code: Int

    /// Parses a line, with or without its line end; `nil` if it is malformed or of another version.
    init?(_ line: Span<UInt8>) {
        guard let (version, start) = Self.version(of: line), start + 3 <= line.count else { return nil }
        var code = 0
        for index in start..<(start + 3) {
            guard let digit = line[index].decimalDigitValue else { return nil }
            code = code * 10 + Int(digit)
        }
        guard code >= 100 else { return nil }
        // Then the line ends, or a space precedes the reason, which may be empty.
        if start + 3 < line.count {
            let next = line[start + 3]
            guard next == 0x20 || next == 0x0D || next == 0x0A else { return nil }
        }
        if version == .http2 {
            for index in (start + 3)..<line.count where line[index] > 0x20 { return nil }
        }
        self.version = version
        self.code = code
    }

    /// Returns the version and the position of the code.
    private static func version(of line: Span<UInt8>) -> (Version, end: Int)? {
        if line.hasPrefix("HTTP/1.1 ") { return (.http11, 9) }
        if line.hasPrefix("HTTP/2 ") { return (.http2, 7) }
        return line.hasPrefix("HTTP/1.0 ") ? (.http10, 9) : nil
    }
}

extension Span<UInt8> {
    /// Whether the bytes begin with `prefix`.
    fileprivate func hasPrefix(_ prefix: StaticString) -> Bool {
        let length = prefix.utf8CodeUnitCount
        return count >= length && (0..<length).allSatisfy { unsafe self[$0] == prefix.utf8Start[$0] }
    }
}
