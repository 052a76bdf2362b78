import HTTPExchange
import HTTPTypes
import TestServer
import Testing

@testable import CurlTransport

/// A fault of an HTTP/2 server: what it sends, how it ends, and the expected outcome of the request.
struct HTTP2Fault: Sendable, CustomTestStringConvertible {
    /// How the server ends.
    enum Ending: Sendable {
        /// Waits until the client closes the connection.
        case stall
        /// Closes the connection with TLS's close_notify.
        case close
        /// Closes the connection without TLS's close_notify.
        case cut
        /// Resets the connection.
        case reset
    }

    /// The expected outcome. The exact error differs between versions of libcurl and nghttp2; that the server may have
    /// acted does not.
    enum Outcome: Sendable, Hashable {
        /// A response with this body.
        case response(String)
        /// An error at once.
        case broken
        /// The error that says that the request was not processed.
        case notProcessed
        /// An error, at the deadline at the latest.
        case ended
        case timedOut
        case bodyTooLarge
    }

    let testDescription: String
    let ending: Ending
    let outcome: Outcome
    let frames: @Sendable (_ stream: UInt32) -> [HTTP2Frame]

    init(
        _ what: String, then ending: Ending = .stall, _ outcome: Outcome,
        _ frames: @escaping @Sendable (_ stream: UInt32) -> [HTTP2Frame]
    ) {
        testDescription = what
        self.ending = ending
        self.outcome = outcome
        self.frames = frames
    }

    /// Sends one GET to a server with this fault, and expects the outcome in time, and one request.
    ///
    /// - Parameter opening: What the server sends first.
    func happens(opening: [HTTP2Frame] = [.settings()]) async throws {
        let fault = self
        let arrivals = Slot(0)
        let script: @Sendable (HTTP2Peer) -> Void = { peer in
            peer.send(opening)
            guard let request = peer.readRequest() else { return }
            arrivals.change { $0 += 1 }
            peer.send(fault.frames(request.stream))
            switch fault.ending {
            case .stall: while peer.readRequest() != nil { arrivals.change { $0 += 1 } }
            case .close: break
            case .cut: peer.connection.forsakeTLS()
            case .reset: peer.connection.reset()
            }
        }
        let waits = outcome == .timedOut || outcome == .ended
        let options = TransferOptions(totalTimeout: waits ? .milliseconds(500) : .seconds(20))
        let start = ContinuousClock.now
        try await withHTTP2Server(script) { server in
            let result = await result { () async throws(TransportError) in
                try await server.transport.send(server.request(), body: [], options: options)
            }
            #expect(outcome.matches(result), "\(result)")
        }
        #expect(arrivals.value == 1)
        #expect(start.duration(to: .now) < .seconds(15))
    }
}

extension HTTP2Fault.Outcome {
    func matches(_ result: Result<HTTPTransportResponse, TransportError>) -> Bool {
        switch (self, result) {
        case (.response(let body), .success(let response)): response.body == Array(body.utf8)
        case (.broken, .failure(let error)): Self.isBroken(error)
        case (.notProcessed, .failure(let error)): error == .notProcessed
        case (.ended, .failure(let error)): Self.isBroken(error) || error == .timedOut
        case (.timedOut, .failure(let error)): error == .timedOut
        case (.bodyTooLarge, .failure(.responseTooLarge)): true
        default: false
        }
    }

    /// Whether the connection was lost or the response invalid, after the request was sent.
    static func isBroken(_ error: TransportError) -> Bool {
        switch error {
        case .connectionLost, .malformedResponse, .emptyResponse, .truncatedResponse, .responseHeadTooLarge: true
        default: false
        }
    }
}
