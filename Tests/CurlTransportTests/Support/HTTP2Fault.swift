import HTTPExchange
import HTTPTypes
import TestServer
import Testing

@testable import CurlTransport

/// What a server of HTTP/2 says to a request, what it does then, and what is to become of the request.
struct HTTP2Fault: Sendable, CustomTestStringConvertible {
    /// What the server does when it has said everything.
    enum Ending: Sendable {
        /// Waits for the client to go.
        case stall
        /// Ends the connection as one should.
        case close
        /// Ends the connection without TLS's own ending.
        case cut
        /// Ends the connection with RST.
        case reset
    }

    /// What may come of it. Which error it is depends on what libcurl and nghttp2 make of the fault, and differs between
    /// their versions; that it is one of a request that may have been acted upon does not.
    enum Outcome: Sendable, Hashable {
        /// A response with this body.
        case answered(String)
        /// An error at once.
        case broken
        /// An error, at the deadline at the latest.
        case ended
        case timedOut
        case bodyTooLarge
    }

    let testDescription: String
    let ending: Ending
    let outcome: Outcome
    let answer: @Sendable (_ stream: UInt32) -> [HTTP2Frame]

    init(
        _ what: String, then ending: Ending = .stall, _ outcome: Outcome,
        _ answer: @escaping @Sendable (_ stream: UInt32) -> [HTTP2Frame]
    ) {
        testDescription = what
        self.ending = ending
        self.outcome = outcome
        self.answer = answer
    }

    /// Sends one GET to a server that commits this fault, and expects the outcome, in time, of one arrival.
    ///
    /// - Parameter opening: what the server says first.
    func happens(opening: [HTTP2Frame] = [.settings()]) async throws {
        let fault = self
        let arrivals = Slot(0)
        let script: @Sendable (HTTP2Peer) -> Void = { peer in
            peer.send(opening)
            guard let request = peer.readRequest() else { return }
            arrivals.change { $0 += 1 }
            peer.send(fault.answer(request.stream))
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
        case (.answered(let body), .success(let response)): response.body == Array(body.utf8)
        case (.broken, .failure(let error)): Self.isBroken(error)
        case (.ended, .failure(let error)): Self.isBroken(error) || error == .timedOut
        case (.timedOut, .failure(let error)): error == .timedOut
        case (.bodyTooLarge, .failure(.responseTooLarge)): true
        default: false
        }
    }

    /// Whether it is an error of a connection or an answer that is no good, after the request was sent.
    static func isBroken(_ error: TransportError) -> Bool {
        switch error {
        case .connectionLost, .malformedResponse, .emptyResponse, .truncatedResponse, .responseHeadTooLarge: true
        default: false
        }
    }
}
