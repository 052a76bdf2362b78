#if Service

import Synchronization
import TestServer

/// An endpoint on 127.0.0.1 that keeps what it is sent, and responds as a test says.
final class WebhookReceiver: Sendable {
    /// What has arrived, in order. Ends with the receiver.
    let arrivals: AsyncStream<ParsedRequest>
    private let server: FaultServer
    private let kept: Kept

    private final class Kept: Sendable {
        let requests = Mutex<[ParsedRequest]>([])
    }

    /// Creates an endpoint.
    ///
    /// - Parameter respond: Returns the response to a request, given the number of those before it; `nil` to be silent until
    ///   the client has enough.
    init(_ respond: @escaping @Sendable (_ index: Int) -> String? = { _ in response("200 OK") }) {
        let kept = Kept()
        let (arrivals, continuation) = AsyncStream<ParsedRequest>.makeStream()
        self.kept = kept
        self.arrivals = arrivals
        server = FaultServer { connection in
            while let text = connection.readRequest(), let request = ParsedRequest(text) {
                let index = kept.requests.withLock { requests in
                    requests.append(request)
                    return requests.count - 1
                }
                continuation.yield(request)
                guard let response = respond(index) else { return connection.stall() }
                connection.send(response)
            }
        }
    }

    var authority: String { server.authority }
    var url: String { "http://\(server.authority)/hooks?of=shop" }
    var requests: [ParsedRequest] { kept.requests.withLock { $0 } }

    func stop() { server.stop() }

    /// Returns a response without a body.
    static func response(_ status: String, _ fields: String...) -> String {
        (["HTTP/1.1 " + status, "Content-Length: 0"] + fields).joined(separator: "\r\n") + "\r\n\r\n"
    }
}

#endif
