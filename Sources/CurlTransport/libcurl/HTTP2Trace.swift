internal import WebSyntax

/// What libcurl's trace of a transfer over HTTP/2 says that nothing else does.
///
/// libcurl reports streams that a GOAWAY refused like those that failed otherwise. Its trace has the number of the stream, and
/// of the last one that the server processes (RFC 9113 section 6.8). A libcurl that words it otherwise leaves both unknown.
struct HTTP2Trace {
    /// libcurl 7.88 misspells the first; later versions do not.
    private static let goAway: [StaticString] = ["recveived GOAWAY, error=", "received GOAWAY, error="]
    private static let lastStream: StaticString = "last_stream="
    private static let stream: StaticString = "Using Stream ID: "

    /// The stream of the transfer.
    private(set) var stream: UInt32?

    /// Reads a line of the trace. Returns the last stream of a GOAWAY.
    mutating func read(_ line: UnsafeBufferPointer<UInt8>) -> UInt32? {
        if unsafe Self.has(Self.stream, at: 0, line) {
            stream = unsafe Self.number(in: line, from: Self.stream.utf8CodeUnitCount)
            return nil
        }
        guard Self.goAway.contains(where: { unsafe Self.has($0, at: 0, line) }) else { return nil }
        let length = Self.lastStream.utf8CodeUnitCount
        guard let start = line.indices.first(where: { unsafe Self.has(Self.lastStream, at: $0, line) }) else {
            return nil
        }
        return unsafe Self.number(in: line, from: start + length)
    }

    private static func has(_ text: StaticString, at start: Int, _ line: UnsafeBufferPointer<UInt8>) -> Bool {
        let count = text.utf8CodeUnitCount
        guard start + count <= line.count else { return false }
        return (0..<count).allSatisfy { unsafe line[start + $0] == text.utf8Start[$0] }
    }

    private static func number(in line: UnsafeBufferPointer<UInt8>, from start: Int) -> UInt32? {
        var number: UInt32?
        for index in start..<line.count {
            guard let digit = unsafe line[index].decimalDigitValue else { break }
            let (tens, overflow) = (number ?? 0).multipliedReportingOverflow(by: 10)
            guard !overflow, tens <= .max - 9 else { return nil }
            number = tens + UInt32(digit)
        }
        return number
    }
}
