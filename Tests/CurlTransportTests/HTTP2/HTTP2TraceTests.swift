import Testing

@testable import CurlTransport

@Suite("The trace of HTTP/2")
struct HTTP2TraceTests {
    static func read(_ lines: [String]) -> (stream: UInt32?, last: [UInt32?]) {
        var trace = HTTP2Trace()
        let last = lines.map { line in
            let bytes = Array(line.utf8)
            return unsafe bytes.withUnsafeBufferPointer { unsafe trace.read($0) }
        }
        return (trace.stream, last)
    }

    @Test("The stream and the last stream of a GOAWAY are found")
    func found() {
        let trace = Self.read([
            "Using Stream ID: 7 (easy handle 0x1234)\n", "recveived GOAWAY, error=0, last_stream=5\n",
            "received GOAWAY, error=11, last_stream=0",
        ])
        #expect(trace.stream == 7 && trace.last == [nil, 5, 0])
    }

    @Test(
        "Any other line says nothing",
        arguments: [
            "", "Using Stream ID: ", "Using Stream ID: x", "using stream id: 7", " Using Stream ID: 7",
            "Using Stream ID: 99999999999", "received GOAWAY, error=0", "received GOAWAY, error=0, last_stream=",
            "h2h3 [x: received GOAWAY, error=0, last_stream=5]", "last_stream=5",
        ])
    func others(line: String) {
        let trace = Self.read([line])
        #expect(trace.stream == nil && trace.last == [nil])
    }
}
