internal import HTTPTypes

/// Reads the header lines of one transfer: informational responses, the final response's head, and trailers.
struct HeadReader {
    /// The most bytes that all header lines together may have, informational responses and trailers included.
    static let limit = 64 << 10

    private var byteCount = 0
    private var status: HTTPResponse.Status?
    private var fields: [(name: HTTPField.Name, value: [UInt8])] = []
    private var isHeadComplete = false

    /// The fields after the body; without a body's end there are none.
    var trailers: HTTPFields { isHeadComplete ? HTTPFields(fields) : HTTPFields() }

    /// Reads one line with its line end. Returns the head once it is complete and final.
    mutating func read(_ line: Span<UInt8>) throws(TransportError) -> HTTPResponse? {
        byteCount += line.count
        guard byteCount <= Self.limit else { throw .responseHeadTooLarge(limit: Self.limit) }
        let text = line.trimmed()
        guard status != nil else {
            try start(text)
            return nil
        }
        switch line[0] {
        case 0x0D, 0x0A: return endOfLines()
        case 0x20, 0x09: try fold(text)
        default: try append(text)
        }
        return nil
    }

    private mutating func start(_ line: [UInt8]) throws(TransportError) {
        guard let status = HTTPResponse.Status(statusLine: line) else {
            throw .protocolError("malformed status line")
        }
        guard status.code != 101 else { throw .protocolError("protocol switched unasked") }
        self.status = status
    }

    private mutating func endOfLines() -> HTTPResponse? {
        guard !isHeadComplete, let status else { return nil }
        defer { fields.removeAll() }
        guard status.code >= 200 else {
            self.status = nil
            return nil
        }
        isHeadComplete = true
        return HTTPResponse(status: status, headerFields: HTTPFields(fields))
    }

    /// Continues the field before with a space. RFC 9112, section 5.2.
    private mutating func fold(_ line: [UInt8]) throws(TransportError) {
        guard !fields.isEmpty else { throw .protocolError("malformed header field") }
        fields[fields.count - 1].value += [0x20] + line
    }

    private mutating func append(_ line: [UInt8]) throws(TransportError) {
        guard
            let colon = line.firstIndex(of: UInt8(ascii: ":")),
            let name = HTTPField.Name(String(decoding: line[..<colon], as: UTF8.self))
        else { throw .protocolError("malformed header field") }
        fields.append((name, Array(line[(colon + 1)...].drop { $0 == 0x20 || $0 == 0x09 })))
    }
}

extension HTTPFields {
    fileprivate init(_ fields: [(name: HTTPField.Name, value: [UInt8])]) {
        self.init()
        for (name, value) in fields { append(HTTPField(name: name, value: value)) }
    }
}

extension HTTPResponse.Status {
    /// Parses `HTTP/1.1 200 OK`; the reason may be missing. RFC 9112, section 4.
    fileprivate init?(statusLine line: [UInt8]) {
        let parts = line.split(separator: 0x20, maxSplits: 2, omittingEmptySubsequences: false)
        guard
            parts.count >= 2, parts[0].starts(with: Array("HTTP/".utf8)),
            parts[1].count == 3, let code = Int(String(decoding: parts[1], as: UTF8.self)), code >= 100
        else { return nil }
        self.init(code: code, reasonPhrase: parts.count == 3 ? String(decoding: parts[2], as: UTF8.self) : "")
    }
}

extension Span<UInt8> {
    /// The bytes without white space and line ends around them.
    fileprivate func trimmed() -> [UInt8] {
        var start = 0
        var end = count
        while start < end, self[start] <= 0x20 { start += 1 }
        while end > start, self[end - 1] <= 0x20 { end -= 1 }
        return [UInt8](capacity: end - start) { output in
            for index in start..<end { output.append(self[index]) }
        }
    }
}
