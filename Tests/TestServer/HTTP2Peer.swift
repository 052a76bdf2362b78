internal import CurlTransport
internal import HTTPExchange
internal import Platform

/// The server's end of an HTTP/2 connection, which sends whatever frames it is told to.
///
/// It does nothing of its own accord: no settings, no acknowledgment, no window.
package final class HTTP2Peer: Sendable {
    /// A request, of which only what is not compressed is read.
    package struct Request: Sendable {
        package let stream: UInt32
        package let body: [UInt8]
    }

    package let connection: Connection
    private let unread: Lock<[UInt8]>
    /// What has come of the bodies of requests that are not complete yet.
    private let bodies = Lock<[UInt32: [UInt8]]>([:])

    /// Reads the client's preface (RFC 9113, section 3.4). Nil if it is another one.
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

    /// The client's next frame. Nil once it has gone.
    package func readFrame() -> HTTP2Frame? {
        while true {
            if let frame = unread.withLock({ HTTP2Frame.take(from: &$0) }) { return frame }
            guard let piece = connection.receive() else { return nil }
            unread.withLock { $0 += piece }
        }
    }

    /// The next request that is complete. Nil once the client has gone. Whatever is not about requests is passed over.
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

    /// Reads on until the client sends a frame of that kind. Nil once it has gone.
    @discardableResult
    package func read(upTo kind: UInt8) -> HTTP2Frame? {
        while let frame = readFrame() { if frame.kind == kind { return frame } }
        return nil
    }

    package func send(_ frames: HTTP2Frame...) { send(frames) }

    package func send(_ frames: [HTTP2Frame]) { connection.send(frames.flatMap(\.bytes)) }

    /// Answers as one should.
    package func answer(_ stream: UInt32, _ body: String = "ok") {
        send(
            .headers(stream, [("content-length", String(body.utf8.count))]), .data(stream, body, ends: true))
    }

    /// Says nothing until the client goes away or the server is stopped.
    package func stall() { while readFrame() != nil {} }
}
