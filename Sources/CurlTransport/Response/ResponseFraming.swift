internal import HTTPExchange
internal import WebSyntax

/// The framing of a response: what its head says about the length and the coding of its body.
///
/// RFC 9112 section 6.3. Read on the agent's thread, line by line, before libcurl delivers a byte of the body. Nothing is
/// repaired: another recipient on the path could have read the same head in another way, and what one of them takes for a
/// body is a response to the other. libcurl would read `5.0` as 5 and `Content-Length : 5` as no length.
struct ResponseFraming {
    private enum Field { case none, other, contentLength, transferEncoding, contentEncoding }

    let version: ResponseStatusLine.Version
    let status: Int
    /// The announced length of the body; `nil` if there is none.
    private(set) var length: Int?
    /// Whether the body is sent in chunks.
    private(set) var isChunked = false
    private(set) var codings = ContentCodingList()
    private var lastField = Field.none

    /// Creates the framing from the status line.
    ///
    /// - Parameters:
    ///   - line: The line with its line end.
    ///   - mayBeHTTP2: Whether HTTP/2 was offered to the server.
    init(statusLine line: Span<UInt8>, mayBeHTTP2: Bool) throws(TransportError) {
        try Self.check(line)
        guard let parsed = ResponseStatusLine(line), parsed.version != .http2 || mayBeHTTP2 else {
            throw .malformedResponse("malformed status line")
        }
        guard parsed.code != 101 else { throw .malformedResponse("unexpected 101 Switching Protocols") }
        version = parsed.version
        status = parsed.code
    }

    /// Whether the end of the body can be distinguished from the end of the connection. With libcurl 7.88, HTTP/2 alone does
    /// not suffice.
    var showsEnd: Bool { length != nil || isChunked }

    /// Reads one line of the head, with its line end.
    mutating func read(_ line: Span<UInt8>) throws(TransportError) {
        let end = try Self.check(line)
        guard end > 0, line[0] != 0x20, line[0] != 0x09 else {
            // RFC 9112 section 5.2: a user agent reads a folded field. One that says how to read the body is not folded.
            guard lastField == .other else {
                throw .malformedResponse("white space at the beginning of a line")
            }
            return
        }
        let colon = try Self.colon(in: line)
        lastField = Self.field(line.extracting(0..<colon))
        let value = Self.trimmed(colon + 1..<end, of: line)
        switch lastField {
        case .none, .other: return
        case .contentLength: try readLength(line.extracting(value))
        case .transferEncoding: try readTransferCoding(line.extracting(value))
        case .contentEncoding: codings.append(line.extracting(value))
        }
        // RFC 9112 section 6.3, item 3: an attempt at request smuggling or response splitting.
        guard length == nil || !isChunked else { throw .malformedResponse("Content-Length beside Transfer-Encoding") }
    }

    /// Checks one line of the trailers, with its line end.
    static func check(trailerLine line: Span<UInt8>) throws(TransportError) {
        guard try check(line) > 0, line[0] != 0x20, line[0] != 0x09 else { return }
        _ = try colon(in: line)
    }

    /// Digits alone, or several times the same number. RFC 9112 section 6.3, item 5.
    private mutating func readLength(_ value: Span<UInt8>) throws(TransportError) {
        var start = 0
        for end in 0...value.count where end == value.count || value[end] == UInt8(ascii: ",") {
            guard let number = Self.number(value.extracting(Self.trimmed(start..<end, of: value))) else {
                throw .malformedResponse("malformed Content-Length")
            }
            guard length == nil || length == number else { throw .malformedResponse("two lengths that differ") }
            length = number
            start = end + 1
        }
    }

    /// Nothing but `chunked`, once: no other transfer coding was asked for. RFC 9112 section 6.1.
    private mutating func readTransferCoding(_ value: Span<UInt8>) throws(TransportError) {
        guard version == .http11 else {
            throw .malformedResponse("Transfer-Encoding, which this version does not have")
        }
        guard !isChunked, Self.isName(value, "chunked") else {
            throw .malformedResponse("a Transfer-Encoding other than chunked")
        }
        isChunked = true
    }

    /// Returns the length of a line without its line end. NUL and CR would end it for some recipients: RFC 9110 section 5.5,
    /// RFC 9112 section 2.2.
    @discardableResult
    private static func check(_ line: Span<UInt8>) throws(TransportError) -> Int {
        var end = line.count
        if end > 0, line[end - 1] == 0x0A { end -= 1 }
        if end > 0, line[end - 1] == 0x0D { end -= 1 }
        let isFine = unsafe line.withUnsafeBufferPointer { bytes in
            unsafe bytes[..<end].allSatisfy { $0 != 0x00 && $0 != 0x0A && $0 != 0x0D }
        }
        guard isFine else { throw .malformedResponse("a control character in a line of the head") }
        return end
    }

    /// Returns the position after the name, which is a token. RFC 9112 section 5.1.
    private static func colon(in line: Span<UInt8>) throws(TransportError) -> Int {
        var end = 0
        while end < line.count, line[end].isTokenCharacter { end += 1 }
        guard end > 0, end < line.count, line[end] == UInt8(ascii: ":") else {
            throw .malformedResponse("malformed header field")
        }
        return end
    }

    private static func field(_ name: Span<UInt8>) -> Field {
        switch name.count {
        case 14 where isName(name, "content-length"): .contentLength
        case 16 where isName(name, "content-encoding"): .contentEncoding
        case 17 where isName(name, "transfer-encoding"): .transferEncoding
        default: .other
        }
    }

    /// Returns whether `bytes` are `name`, which is in lower case, in any case.
    private static func isName(_ bytes: Span<UInt8>, _ name: StaticString) -> Bool {
        let count = name.utf8CodeUnitCount
        return bytes.count == count && (0..<count).allSatisfy { unsafe bytes[$0].asciiLowercased == name.utf8Start[$0] }
    }

    private static func number(_ digits: Span<UInt8>) -> Int? {
        var number: Int?
        for index in digits.indices {
            guard let digit = digits[index].decimalDigitValue else { return nil }
            let (tens, overflow) = (number ?? 0).multipliedReportingOverflow(by: 10)
            let (sum, carry) = tens.addingReportingOverflow(Int(digit))
            guard !overflow, !carry else { return nil }
            number = sum
        }
        return number
    }

    /// Returns `range` without spaces and tabs at its ends. RFC 9110 section 5.6.3.
    private static func trimmed(_ range: Range<Int>, of line: Span<UInt8>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, line[start] == 0x20 || line[start] == 0x09 { start += 1 }
        while start < end, line[end - 1] == 0x20 || line[end - 1] == 0x09 { end -= 1 }
        return start..<end
    }
}
