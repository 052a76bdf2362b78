import TestServer

/// What the server does about a request.
enum Behavior: String, CaseIterable, Sendable {
    case answer, answerSlowly, answerInChunks, answerTooMuch, truncate, stall, stallInBody, drip, close, reset, babble

    /// The path that asks for it.
    var path: String { "/" + rawValue }

    /// Whether it is what a client hopes for.
    var isGood: Bool { [.answer, .answerSlowly, .answerInChunks].contains(self) }

    /// Serves one connection until its client goes away or the behavior ends it.
    static func serve(_ connection: Connection) {
        while let request = connection.readRequest() {
            let path = request.split(separator: " ").dropFirst().first?.dropFirst() ?? ""
            guard Behavior(rawValue: String(path))?.act(on: connection) == true else { return }
        }
    }

    /// Returns whether the connection may bring another request.
    private func act(on connection: Connection) -> Bool {
        let head = "HTTP/1.1 200 OK\r\n"
        switch self {
        case .answer: connection.send(head + "Content-Length: 2\r\n\r\nok")
        case .answerSlowly: for piece in [head, "Content-", "Length: 2\r\n", "\r\no", "k"] { connection.send(piece) }
        case .answerInChunks: connection.send(head + "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n")
        case .answerTooMuch:
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
}
