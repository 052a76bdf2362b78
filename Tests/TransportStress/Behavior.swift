import TestServer

/// A behavior of the server.
enum Behavior: String, CaseIterable, Sendable {
    case respond, respondSlowly, respondInChunks, respondCompressed, respondTooMuch, respondMalformed, truncate,
        truncateCompressed, stall, stallInBody, drip, close, reset, babble

    /// A body that is larger than a piece of the decoder.
    static let compressed = Compression.gzip.compress([UInt8](repeating: 0x78, count: 90_000))

    /// The path that selects it.
    var path: String { "/" + rawValue }

    /// Whether the request succeeds.
    var isGood: Bool { [.respond, .respondSlowly, .respondInChunks, .respondCompressed].contains(self) }

    /// Serves one connection until the client closes it or the behavior ends it.
    static func serve(_ connection: Connection) {
        while let request = connection.readRequest() {
            let path = request.split(separator: " ").dropFirst().first?.dropFirst() ?? ""
            guard Behavior(rawValue: String(path))?.act(on: connection) == true else { return }
        }
    }

    /// Returns whether the connection continues.
    private func act(on connection: Connection) -> Bool {
        let head = "HTTP/1.1 200 OK\r\n"
        switch self {
        case .respond: connection.send(head + "Content-Length: 2\r\n\r\nok")
        case .respondSlowly: for piece in [head, "Content-", "Length: 2\r\n", "\r\no", "k"] { connection.send(piece) }
        case .respondInChunks: connection.send(head + "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n")
        case .respondCompressed: Self.sendCompressed(Self.compressed[...], on: connection)
        case .truncateCompressed: Self.sendCompressed(Self.compressed.dropLast(8), on: connection)
        case .respondMalformed: connection.send(head + "Content-Length : 2\r\n\r\nok")
        case .respondTooMuch:
            connection.send(head + "Content-Length: 200000\r\n\r\n" + String(repeating: "x", count: 200_000))
        case .truncate:
            connection.send(head + "Content-Length: 10\r\n\r\nok")
            return false
        case .stall: connection.stall()
        case .stallInBody:
            connection.send(head + "Content-Length: 10\r\n\r\nok")
            connection.stall()
        case .drip:
            connection.send(head + "\r\n")
            connection.drip("x")
        case .close: return false
        case .reset: connection.reset()
        case .babble: connection.send("babble\r\n\r\n")
        }
        return isGood
    }

    private static func sendCompressed(_ bytes: ArraySlice<UInt8>, on connection: Connection) {
        connection.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(bytes.count)\r\n\r\n")
        connection.send(Array(bytes))
    }
}
