import TestServer
import Testing

/// Malformed or too many HTTP/2 header fields. RFC 9113 section 8.2 and RFC 7541.
@Suite(
    "Wrong header fields of HTTP/2", .enabled(if: HTTP2Server.isAvailable, HTTP2Server.howToInstall),
    .timeLimit(.minutes(10)))
struct HTTP2HeaderTests {
    @Test(
        "A malformed head is an error",
        arguments: [
            [], [("x-a", "b")], [(":status", "")], [(":status", "2x0")], [(":status", "99")], [(":status", "1000")],
            [(":status", "101")], [(":status", "200"), (":status", "500")], [("x-a", "b"), (":status", "200")],
            [(":status", "200"), (":path", "/")], [(":status", "200"), ("X-A", "b")],
            [(":status", "200"), ("connection", "close")], [(":status", "200"), ("transfer-encoding", "chunked")],
            [(":status", "200"), ("x-a", "b\r\nx-c: d")], [(":status", "200"), ("x-a", "b\nd")],
            [(":status", "200"), ("x-a", "b\0d")], [(":status", "200"), ("x-a: b\r\nx-c", "d")],
            [(":status", "200"), ("", "b")], [(":status", "200"), ("x a", "b")],
        ])
    func malformed(fields: [(String, String)]) async throws {
        try await HTTP2Fault("", .broken) { [.block($0, fields, flags: HTTP2Frame.Flag.endStream)] }.happens()
    }

    @Test("Trailers that are a head, or do not end the stream, are an error", arguments: [true, false])
    func trailers(areHead: Bool) async throws {
        let fault = HTTP2Fault("", .broken) {
            [.headers($0), .data($0, "ok")]
                + [areHead ? .headers($0, status: 500, ends: true) : .block($0, [("x-a", "b")])]
        }
        try await fault.happens()
    }

    /// Field blocks that are not valid HPACK.
    private static let blocks: [[UInt8]] = [
        [0x80], [0xFE], [0, 100, 1], [0, 127] + [UInt8](repeating: 0xFF, count: 12), [0, 0x84, 255, 255, 255, 255, 0],
        [0x3F, 255, 255, 255, 7],
    ]

    @Test("A field block that is not valid HPACK is an error", arguments: blocks)
    func notHPACK(block: [UInt8]) async throws {
        let fault = HTTP2Fault("", .broken) {
            [HTTP2Frame(kind: HTTP2Frame.Kind.headers, flags: HTTP2Frame.Flag.endHeaders, stream: $0, payload: block)]
        }
        try await fault.happens()
    }

    @Test("A field block in several frames is joined")
    func pieces() async throws {
        let fault = HTTP2Fault("", .response("ok")) {
            [
                .openBlock($0, [(":status", "200")]), .continuation($0, [("x-a", "b")], ends: false),
                .continuation($0, ends: true), .data($0, "ok", ends: true),
            ]
        }
        try await fault.happens()
    }

    private static let largeBlocks: [HTTP2Fault] = [
        .init("CONTINUATION without a byte, again and again", .ended) { stream in
            [.openBlock(stream, [(":status", "200")])] + (0..<50_000).map { _ in .continuation(stream, ends: false) }
        },
        .init("CONTINUATION with fields, again and again", .ended) { stream in
            let field = ("x-a", String(repeating: "b", count: 16000))
            return [.openBlock(stream, [(":status", "200")])]
                + (0..<1000).map { _ in .continuation(stream, [field], ends: false) }
        },
        .init("fields beyond 64 KiB", .ended) { stream in
            let field = ("x-a", String(repeating: "b", count: 16000))
            return [.openBlock(stream, [(":status", "200")])]
                + (0..<5).map { _ in .continuation(stream, [field], ends: false) }
                + [.continuation(stream, ends: true), .data(stream, "ok", ends: true)]
        },
        // One field of 4000 bytes is added to the table, and each further byte refers to it.
        .init("32 MB of fields in 12 KB", .broken) { stream in
            let value = [UInt8](repeating: UInt8(ascii: "x"), count: 4000)
            let stored: [UInt8] = [0x40, 1, UInt8(ascii: "a"), 127, 0x80 | 33, 30] + value
            let block = HTTP2Frame.fieldBlock([(":status", "200")]) + stored + [UInt8](repeating: 0xBE, count: 8000)
            let kind = HTTP2Frame.Kind.headers
            return [HTTP2Frame(kind: kind, flags: HTTP2Frame.Flag.endHeaders, stream: stream, payload: block)]
        },
        .init("informational responses without end", .broken) { stream in
            (0..<10_000).map { _ in .headers(stream, status: 103) }
        },
    ]

    @Test("Too many header fields are an error", arguments: largeBlocks)
    func large(fault: HTTP2Fault) async throws { try await fault.happens() }
}
