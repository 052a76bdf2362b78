import HTTPExchange
import HTTPTypes
import Synchronization

/// A transport without a network: a script returns the responses, and the requests are recorded.
final class ScriptedTransport: HTTPTransport {
    /// A request as it was sent.
    struct Exchange: Sendable {
        var request: HTTPRequest
        var body: [UInt8]
        var options: TransferOptions
    }

    /// Returns the response to a request, given the number of requests before it.
    typealias Script = @Sendable (_ request: HTTPRequest, _ index: Int) throws(TransportError) -> HTTPTransportResponse

    private let script: Script
    private let recorded = Mutex<[Exchange]>([])

    init(_ script: @escaping Script) { self.script = script }

    /// The requests that were sent so far.
    var exchanges: [Exchange] { recorded.withLock { $0 } }

    func send(
        _ request: HTTPRequest, body: [UInt8], options: TransferOptions
    ) async throws(TransportError) -> HTTPTransportResponse {
        let index = recorded.withLock { recorded in
            recorded.append(Exchange(request: request, body: body, options: options))
            return recorded.count - 1
        }
        return try script(request, index)
    }
}

extension HTTPTransportResponse {
    /// Creates a response without a body.
    init(_ status: Int, location: String? = nil) {
        var fields = HTTPFields()
        fields[.location] = location
        self.init(head: HTTPResponse(status: .init(code: status), headerFields: fields), body: [])
    }
}
