internal import HTTPTypes

/// Makes a response head out of the lines that came. The agent only gathers them; the task that waits does this.
enum HeadReader {
    /// The most bytes that all header lines together may have, informational responses and trailers included.
    static let limit = 64 << 10

    /// Parses a status line and header fields, with their line ends.
    static func head(of lines: [UInt8]) throws(TransportError) -> HTTPResponse {
        let statusLine = lines.prefix { $0 != 0x0A }
        guard let code = statusCode(of: statusLine.span) else { throw .protocolError("malformed status line") }
        let reason = statusLine.trimmed.split(separator: 0x20, maxSplits: 2, omittingEmptySubsequences: false)
        let status = HTTPResponse.Status(
            code: code, reasonPhrase: reason.count == 3 ? String(decoding: reason[2], as: UTF8.self) : "")
        return HTTPResponse(status: status, headerFields: try fields(of: lines.dropFirst(statusLine.count + 1)))
    }

    /// Parses header fields, or trailers, with their line ends. RFC 9112, section 5.
    static func fields(of lines: ArraySlice<UInt8>) throws(TransportError) -> HTTPFields {
        var fields = HTTPFields()
        fields.reserveCapacity(16)
        // A field is added when the line after it turns out not to continue it.
        var name: HTTPField.Name?
        var value: [UInt8] = []
        func add() {
            if let name { fields.append(HTTPField(name: name, value: value)) }
        }
        var rest = lines
        while !rest.isEmpty {
            let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
            let line = rest[..<end]
            rest = rest[min(end + 1, rest.endIndex)...]
            let text = line.trimmed
            if line.first == 0x20 || line.first == 0x09 {
                // Continues the field before with a space. RFC 9112, section 5.2.
                guard name != nil else { throw .protocolError("malformed header field") }
                value += [0x20] + text
                continue
            }
            if text.isEmpty { continue }
            add()
            guard
                let colon = text.firstIndex(of: UInt8(ascii: ":")),
                let next = HTTPField.Name(String(decoding: text[..<colon], as: UTF8.self))
            else { throw .protocolError("malformed header field") }
            name = next
            value.removeAll(keepingCapacity: true)
            value += text[(colon + 1)...].trimmed
        }
        add()
        return fields
    }

    /// The code of `HTTP/1.1 200 OK`; the reason may be missing. RFC 9112, section 4.
    static func statusCode(of line: Span<UInt8>) -> Int? {
        let prefix: StaticString = "HTTP/"
        guard line.count > 5, (0..<5).allSatisfy({ unsafe line[$0] == prefix.utf8Start[$0] }) else { return nil }
        var index = 5
        while index < line.count, line[index] != 0x20 { index += 1 }
        guard index + 4 <= line.count else { return nil }
        var code = 0
        for digit in (index + 1)...(index + 3) {
            guard line[digit].isDigit else { return nil }
            code = code * 10 + Int(line[digit] - 0x30)
        }
        guard index + 4 == line.count || line[index + 4] <= 0x20 else { return nil }
        return code >= 100 ? code : nil
    }
}

extension ArraySlice<UInt8> {
    /// The bytes without white space and line ends around them.
    fileprivate var trimmed: ArraySlice<UInt8> {
        var rest = self
        while let first = rest.first, first <= 0x20 { rest.removeFirst() }
        while let last = rest.last, last <= 0x20 { rest.removeLast() }
        return rest
    }
}
