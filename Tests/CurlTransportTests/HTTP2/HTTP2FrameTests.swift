import TestServer
import Testing

/// Frames that RFC 9113 does not permit.
@Suite(
    "Wrong frames of HTTP/2", .enabled(if: HTTP2Server.isAvailable, HTTP2Server.howToInstall), .timeLimit(.minutes(10)))
struct HTTP2FrameTests {
    typealias Kind = HTTP2Frame.Kind

    /// Frames instead of a response.
    private static let wrongFrames: [HTTP2Fault] = [
        .init("a response on a stream that the client did not open", .broken) { [.headers($0 + 98, ends: true)] },
        .init("a response on a stream of the server's own", .broken) { _ in [.headers(2, ends: true)] },
        .init("header fields on stream 0", .broken) { _ in [.headers(0)] },
        .init("data on stream 0", .broken) { _ in [.data(0, "x")] },
        .init("data before the head", .broken) { [.data($0, "x", ends: true)] },
        .init("CONTINUATION of nothing", .broken) { [.continuation($0, ends: true)] },
        .init("something else within a block", .broken) { [.openBlock($0, [(":status", "200")]), .ping] },
        .init("a reset of a stream that the client did not open", .broken) { [.reset($0 + 98, code: 0)] },
        .init("a window beyond the largest, of the stream", .broken) { [.windowUpdate($0, 0x7FFF_FFFF)] },
        .init("a window beyond the largest, of the connection", .broken) { _ in [.windowUpdate(0, 0x7FFF_FFFF)] },
        .init("a window that grows by nothing", .broken) { _ in [.windowUpdate(0, 0)] },
        .init("a setting of a wrong size", .broken) { _ in [HTTP2Frame(kind: Kind.settings, payload: [0, 1, 2])] },
        .init("a largest frame below the least", .broken) { _ in [.settings([(name: 5, value: 1)])] },
        .init("a first window beyond the largest", .broken) { _ in [.settings([(name: 4, value: 0xFFFF_FFFF)])] },
        .init("a server that enables pushes", .broken) { _ in [.settings([(name: 2, value: 1)])] },
        .init("PING of a wrong size", .broken) { _ in [HTTP2Frame(kind: Kind.ping, payload: [0])] },
        .init("GOAWAY of a wrong size", .broken) { _ in [HTTP2Frame(kind: Kind.goAway, payload: [0])] },
        .init("a reset of a wrong size", .broken) {
            [HTTP2Frame(kind: Kind.resetStream, stream: $0, payload: [0])]
        },
        .init("a frame larger than allowed", .broken) {
            [HTTP2Frame(kind: Kind.headers, stream: $0, payload: [UInt8](repeating: 0, count: 16385))]
        },
        .init("a frame as large as can be", .broken) {
            [HTTP2Frame(kind: Kind.data, stream: $0, payload: [UInt8](repeating: 0, count: 1 << 24 - 1))]
        },
        .init("garbage", .broken) { _ in
            [
                HTTP2Frame(
                    kind: 0x47, flags: 0x47, stream: 0x4747_4747, payload: [UInt8](repeating: 0x47, count: 0x474747))
            ]
        },
    ]

    @Test("An invalid frame instead of a response is an error", arguments: wrongFrames)
    func instead(fault: HTTP2Fault) async throws { try await fault.happens() }

    /// Frames within a response of announced length. Without a length, libcurl 7.88 takes the response for complete.
    private static let interruptions: [(String, [HTTP2Frame])] = [
        ("a frame larger than allowed", [.data(1, String(repeating: "x", count: 16385), ends: true)]),
        (
            "padding beyond the frame",
            [HTTP2Frame(kind: Kind.data, flags: HTTP2Frame.Flag.padded, stream: 1, payload: [200, 1, 2])]
        ),
        ("data on stream 0", [.data(0, "x")]),
        ("an open block, then other data", [.openBlock(1, [("x-a", "b")]), .data(1, "x")]),
        ("garbage", [HTTP2Frame(kind: Kind.settings, flags: 1, stream: 1, payload: [1, 2, 3])]),
    ]

    @Test("An invalid frame within a response is an error", arguments: interruptions)
    func within(what: String, frames: [HTTP2Frame]) async throws {
        try await HTTP2Fault(what, .ended) { [.headers($0, [("content-length", "100")]), .data($0, "o")] + frames }
            .happens()
    }

    private static let lengths: [HTTP2Fault] = [
        .init("beyond its length", .broken) {
            [.headers($0, [("content-length", "3")]), .data($0, "abcdef", ends: true)]
        },
        .init("short of its length", .broken) {
            [.headers($0, [("content-length", "10")]), .data($0, "abc", ends: true)]
        },
        .init("none in spite of its length", .broken) { [.headers($0, [("content-length", "10")], ends: true)] },
        .init("of two lengths", .broken) {
            [.headers($0, [("content-length", "3"), ("content-length", "5")]), .data($0, "abcde", ends: true)]
        },
        .init("of no length", .broken) { [.headers($0, [("content-length", "x")]), .data($0, "abc", ends: true)] },
        .init("of the largest frame", .response(String(repeating: "x", count: 16384))) {
            [.headers($0), .data($0, String(repeating: "x", count: 16384), ends: true)]
        },
        .init("beyond the limit", .bodyTooLarge) { stream in
            [.headers(stream)] + (0..<100).map { _ in .data(stream, String(repeating: "x", count: 16000)) }
        },
        .init("that is announced beyond the limit", .bodyTooLarge) {
            [.headers($0, [("content-length", "99999999999999999")])]
        },
    ]

    @Test("A body of another length than announced is an error", arguments: lengths)
    func length(fault: HTTP2Fault) async throws { try await fault.happens() }

    @Test("A push that the client disabled is not a response", arguments: [true, false])
    func push(hasResponse: Bool) async throws {
        let fields = [(":method", "GET"), (":scheme", "https"), (":authority", "localhost"), (":path", "/x")]
        let fault = HTTP2Fault("", hasResponse ? .response("ok") : .ended) { stream in
            [
                .pushPromise(stream, promised: 2, fields), .headers(2), .data(2, "forged", ends: true),
            ] + (hasResponse ? [.headers(stream), .data(stream, "ok", ends: true)] : [])
        }
        try await fault.happens()
    }
}
