import Glibc
import HTTPExchange
import HTTPTypes
import TestServer
import Testing

@testable import CurlTransport

/// HTTP/2 servers that never stop sending frames that are not a response.
@Suite("HTTP/2 floods", .enabled(if: HTTP2Server.isAvailable, HTTP2Server.howToInstall), .timeLimit(.minutes(10)))
struct HTTP2FloodTests {
    /// The frame that the server repeats; `stream` is that of the request.
    enum Flood: CaseIterable, Sendable {
        case ping, settings, emptySettings, windows, emptyData, priorities, unknown, informational, emptyContinuation
        case continuation, pushes

        func frames(_ stream: UInt32) -> [HTTP2Frame] {
            switch self {
            case .ping: [.ping]
            case .settings: [.settings((UInt16(1)...6).map { (name: $0, value: $0 == 2 ? 0 : 16384) })]
            case .emptySettings: [.settings()]
            case .windows: [.settings([(name: 4, value: 0)]), .settings([(name: 4, value: 65535)])]
            case .emptyData: [.data(stream, "")]
            case .priorities: [HTTP2Frame(kind: 2, stream: stream, payload: [0, 0, 0, 0, 1])]
            case .unknown: [HTTP2Frame(kind: 0xFA, stream: stream, payload: [UInt8](repeating: 1, count: 1000))]
            case .informational: [.headers(stream, status: 103, [("x-a", "b")])]
            case .emptyContinuation: [.continuation(stream, ends: false)]
            case .continuation: [.continuation(stream, [("x-a", String(repeating: "b", count: 1000))], ends: false)]
            case .pushes: [.pushPromise(stream, promised: 2, [(":method", "GET")])]
            }
        }

        /// What the server sends first.
        func opening(_ stream: UInt32) -> [HTTP2Frame] {
            switch self {
            case .emptyData: [.headers(stream)]
            case .emptyContinuation, .continuation: [.openBlock(stream, [(":status", "200")])]
            default: []
            }
        }
    }

    /// Returns how a GET ends with this flood as its response.
    static func error(_ flood: Flood) async throws -> TransportError? {
        let script: @Sendable (HTTP2Peer) -> Void = { peer in
            peer.send(.settings())
            guard let stream = peer.readRequest()?.stream else { return }
            peer.send(flood.opening(stream))
            let bytes = flood.frames(stream).flatMap(\.bytes)
            peer.connection.flood([[UInt8]](repeating: bytes, count: 1 + 16_000 / bytes.count).flatMap(\.self))
        }
        var error: TransportError?
        try await withHTTP2Server(script) { server in
            error = await failure { () async throws(TransportError) in
                try await server.transport.send(
                    server.request(), body: [], options: TransferOptions(totalTimeout: .seconds(1)))
            }
        }
        return error
    }

    @Test("A flood ends at the deadline at the latest, and needs little memory")
    func floods() async {
        await #expect(processExitsWith: .success) {
            _ = try await Self.error(.ping)  // What is loaded and allocated once does not count.
            let before = try largestMemory()
            for flood in Flood.allCases {
                let start = ContinuousClock.now
                let error = try await Self.error(flood)
                let isRight = error == .timedOut || error.map(HTTP2Fault.Outcome.isBroken) == true
                precondition(isRight, "\(flood): \(String(describing: error))")
                precondition(start.duration(to: .now) < .seconds(10), "\(flood) went on")
                let growth = try largestMemory() - before
                precondition(growth < 16 << 10, "\(flood) took \(growth) KiB")
            }
        }
    }
}

/// The peak memory of this process, in KiB.
private func largestMemory() throws -> Int {
    let file = unsafe open("/proc/self/status", O_RDONLY | O_CLOEXEC)
    defer { close(file) }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = unsafe read(file, &buffer, buffer.count)
    let lines = String(decoding: buffer[..<max(0, count)], as: UTF8.self).split(separator: "\n")
    let line = try #require(lines.first { $0.hasPrefix("VmHWM:") })
    return try #require(Int(line.filter(\.isNumber)))
}
