internal import HTTPExchange
internal import HTTPTypes
internal import WebSyntax

/// A parser of response heads and trailers. The agent only collects the lines; the waiting task parses them.
enum ResponseHeadParser {
    /// The largest total size of all header lines, informational responses and trailers included.
    static let limit = 64 << 10

    /// Parses a status line and header fields, with their line ends.
    static func head(of lines: [UInt8]) throws(TransportError) -> HTTPResponse {
        let statusLine = lines[..<(lines.firstIndex(of: 0x0A) ?? lines.endIndex)]
        guard let code = ResponseStatusLine(statusLine.span)?.code else {
            throw .malformedResponse("malformed status line")
        }
        // The version ends at the first space; a three-digit code and a space follow.
        let reason = statusLine.dropFirst((statusLine.firstIndex(of: 0x20) ?? 0) + 5).trimmed
        let status = HTTPResponse.Status(code: code, reasonPhrase: String(decoding: reason, as: UTF8.self))
        return HTTPResponse(status: status, headerFields: try fields(of: lines[statusLine.endIndex...]))
    }

    /// Parses header fields, or trailers, with their line ends. RFC 9112 section 5.
    static func fields(of lines: ArraySlice<UInt8>) throws(TransportError) -> HTTPFields {
        var fields = HTTPFields()
        fields.reserveCapacity(8)
        var rest = lines
        while let start = rest.firstIndex(where: { $0 != 0x0D && $0 != 0x0A }) {
            // White space continues a field, and there is none yet.
            guard rest[start] > 0x20 else { throw .malformedResponse("malformed header field") }
            let end = fieldEnd(in: rest[start...])
            fields.append(try field(rest[start..<end]))
            rest = rest[end...]
        }
        return fields
    }

    /// Returns the position of the line end that no continuation line follows.
    private static func fieldEnd(in lines: ArraySlice<UInt8>) -> Int {
        var end = lines.startIndex
        while let lineEnd = lines[end...].firstIndex(of: 0x0A) {
            end = lineEnd + 1
            guard end < lines.endIndex, lines[end] == 0x20 || lines[end] == 0x09 else { return lineEnd }
        }
        return lines.endIndex
    }

    private static func field(_ text: ArraySlice<UInt8>) throws(TransportError) -> HTTPField {
        guard
            let colon = text.firstIndex(of: UInt8(ascii: ":")),
            let name = FieldNameTable.name(text[..<colon])
        else { throw .malformedResponse("malformed header field") }
        let value = text[(colon + 1)...].trimmed
        // Mostly. The other initialiser is for bytes of any kind, and slow.
        if value.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) {
            return HTTPField(name: name, value: String(decoding: value, as: UTF8.self))
        }
        return HTTPField(name: name, value: value.contains(0x0A) ? unfolded(value) : value)
    }

    /// Returns the lines of a value, joined with single spaces. RFC 9112 section 5.2.
    private static func unfolded(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        ArraySlice(value.split(separator: 0x0A).map(\.trimmed).joined(separator: [0x20]))
    }
}

extension ArraySlice<UInt8> {
    /// The bytes without leading and trailing white space and line ends.
    fileprivate var trimmed: ArraySlice<UInt8> {
        var (start, end) = (startIndex, endIndex)
        while start < end, self[start] <= 0x20 { start += 1 }
        while start < end, self[end - 1] <= 0x20 { end -= 1 }
        return self[start..<end]
    }
}
