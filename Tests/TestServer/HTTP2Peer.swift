internal import CurlTransport
internal import HTTPExchange
internal import Platform

/// The server's end of an HTTP/2 connection, which sends arbitrary frames.
///
/// It sends nothing by itself: no settings, no acknowledgement, no window update.
package final class HTTP2Peer: Sendable {
    /// A request; its compressed header fields are not decoded.
    package struct Request: Sendable {
        package let stream: UInt32
        package let body: [UInt8]
    }

    package let connection: Connection
    private let unread: Lock<[UInt8]>
    /// The received bodies of incomplete requests.
    private let bodies = Lock<[UInt32: [UInt8]]>([:])

    /// Reads the client's preface (RFC 9113 section 3.4). Returns `nil` if it is not valid.
    package init?(_ connection: Connection) {
        let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
        var bytes: [UInt8] = []
        while bytes.count < preface.count {
            guard let piece = connection.receive() else { return nil }
            bytes += piece
        }
        guard bytes.starts(with: preface) else { return nil }
        self.connection = connection
        unread = Lock(Array(bytes.dropFirst(preface.count)))
    }

    /// Returns the client's next frame; `nil` once it has closed the connection.
    package func readFrame() -> HTTP2Frame? {
        while true {
            if let frame = unread.withLock({ HTTP2Frame.take(from: &$0) }) { return frame }
            guard let piece = connection.receive() else { return nil }
            unread.withLock { $0 += piece }
        }
    }

    /// Returns the next complete request; `nil` once the client has closed the connection. Skips all other frames.
    package func readRequest() -> Request? {
        while let frame = readFrame() {
            let body = bodies.withLock { bodies in
                if frame.kind == HTTP2Frame.Kind.resetStream { bodies[frame.stream] = nil }
                if frame.kind == HTTP2Frame.Kind.data { bodies[frame.stream, default: []] += frame.payload }
                return frame.endsStream ? bodies.removeValue(forKey: frame.stream) ?? [] : nil
            }
            if let body { return Request(stream: frame.stream, body: body) }
        }
        return nil
    }

    /// Returns the client's next frame of that type; `nil` once it has closed the connection.
    @discardableResult
    package func read(upTo kind: UInt8) -> HTTP2Frame? {
        while let frame = readFrame() { if frame.kind == kind { return frame } }
        return nil
    }

    package func send(_ frames: HTTP2Frame...) { send(frames) }

    package func send(_ frames: [HTTP2Frame]) { connection.send(frames.flatMap(\.bytes)) }

    /// Sends a valid response.
    package func respond(_ stream: UInt32, _ body: String = "ok") {
        send(
            .headers(stream, [("content-length", String(body.utf8.count))]), .data(stream, body, ends: true))
    }

    /// Sends nothing until the client closes the connection or the server is stopped.
    package func stall() { while readFrame() != nil {} }
}
