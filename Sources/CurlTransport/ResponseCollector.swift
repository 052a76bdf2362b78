internal import HTTPTypes

/// Gathers one response from the header lines and body pieces that libcurl hands over, within its limits.
///
/// Used by one thread only, the agent's.
final class ResponseCollector {
    /// The most bytes that all header lines together may have, informational responses and trailers included.
    static let headLimit = 64 << 10

    /// Why the response was refused; the transfer ends as soon as this is set.
    private(set) var failure: TransportError?
    private(set) var body: [UInt8] = []

    private let bodyLimit: Int
    private let expectsBody: Bool
    private var headBytes = 0
    private var status: HTTPResponse.Status?
    private var fields: [(name: HTTPField.Name, value: [UInt8])] = []
    private var isHeadComplete = false

    init(bodyLimit: Int, expectsBody: Bool) {
        self.bodyLimit = max(0, bodyLimit)
        self.expectsBody = expectsBody
    }

    /// The final response head; nil while it is incomplete.
    var head: HTTPResponse? {
        guard isHeadComplete, let status else { return nil }
        var headerFields = HTTPFields()
        for (name, value) in fields { headerFields.append(HTTPField(name: name, value: value)) }
        return HTTPResponse(status: status, headerFields: headerFields)
    }

    /// Takes one header line with its line end. Returns false if the transfer must stop.
    func receive(headerLine line: Span<UInt8>) -> Bool {
        headBytes += line.count
        guard headBytes <= Self.headLimit else { return stop(.responseHeadTooLarge(limit: Self.headLimit)) }
        guard !isHeadComplete else { return true }  // Trailers: counted, not kept.
        let text = line.trimmed()
        if status == nil {
            guard let status = HTTPResponse.Status(statusLine: text) else {
                return stop(.protocolError("malformed status line"))
            }
            guard status.code != 101 else { return stop(.protocolError("protocol switched unasked")) }
            self.status = status
            return true
        }
        switch line[0] {
        case 0x0D, 0x0A: return endHead()
        case 0x20, 0x09: return fold(text)
        default: return append(text)
        }
    }

    /// Takes one piece of the body. Returns false if the transfer must stop.
    func receive(bodyPiece piece: Span<UInt8>) -> Bool {
        guard piece.count <= bodyLimit - body.count else { return stop(.responseTooLarge(limit: bodyLimit)) }
        for index in piece.indices { body.append(piece[index]) }
        return true
    }

    private func endHead() -> Bool {
        if let status, status.code < 200 {
            self.status = nil
            fields.removeAll()
            return true
        }
        isHeadComplete = true
        let announced = fields.first { $0.name == .contentLength }.flatMap {
            Int(String(decoding: $0.value, as: UTF8.self))
        }
        guard expectsBody, let announced, status != .notModified, status != .noContent else { return true }
        guard announced <= bodyLimit else { return stop(.responseTooLarge(limit: bodyLimit)) }
        body.reserveCapacity(max(0, announced))
        return true
    }

    /// Continues the field before with a space. RFC 9112, section 5.2.
    private func fold(_ line: [UInt8]) -> Bool {
        guard !fields.isEmpty else { return stop(.protocolError("malformed header field")) }
        fields[fields.count - 1].value += [0x20] + line
        return true
    }

    private func append(_ line: [UInt8]) -> Bool {
        guard
            let colon = line.firstIndex(of: UInt8(ascii: ":")),
            let name = HTTPField.Name(String(decoding: line[..<colon], as: UTF8.self))
        else { return stop(.protocolError("malformed header field")) }
        fields.append((name, Array(line[(colon + 1)...].drop { $0 == 0x20 || $0 == 0x09 })))
        return true
    }

    private func stop(_ error: TransportError) -> Bool {
        failure = error
        return false
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
