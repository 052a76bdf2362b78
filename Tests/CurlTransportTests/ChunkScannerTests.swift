import Testing

@testable import CurlTransport

@Suite("Chunk scanner")
struct ChunkScannerTests {
    static func hasEnded(_ text: String, piece: Int) -> Bool {
        var scanner = ChunkScanner()
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: piece) {
            unsafe bytes[start..<min(start + piece, bytes.count)].withUnsafeBufferPointer { unsafe scanner.scan($0) }
        }
        return scanner.hasEnded
    }

    static let bodies = [
        "0\r\n\r\n", "3\r\nabc\r\n0\r\n\r\n", "A;name=\"0\"\r\n0123456789\r\n00\r\n\r\n",
        "1\r\n0\r\n0\r\nX: 0\r\nY: z\r\n\r\n",
        "2\n\r\n\r\n0\n\n", "10\r\n0\r\n\r\n0\r\n\r\n012345\r\n0;x\r\n\r\n",
        "fF\r\n\(String(repeating: "x", count: 255))\r\n0\r\n\r\n",
    ]

    @Test("The end of a chunked body is found, and nowhere before it", arguments: bodies, [1, 2, 7, 4096])
    func end(body: String, piece: Int) {
        #expect(Self.hasEnded(body, piece: piece))
        for length in 0..<body.utf8.count {
            #expect(!Self.hasEnded(String(decoding: body.utf8.prefix(length), as: UTF8.self), piece: piece))
        }
    }

    @Test("A size beyond any number of bytes ends nowhere")
    func overflow() {
        #expect(!Self.hasEnded(String(repeating: "F", count: 40) + "\r\nabc\r\n0\r\n\r\n", piece: 64))
    }
}
