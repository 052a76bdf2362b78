package import HTTPExchange
package import HTTPTypes
internal import Synchronization

/// A transport that responds to every request as a test says, and records the requests.
package final class ScriptedTransport: HTTPTransport {
    /// What was sent.
    package struct Sent: Sendable {
        package let request: HTTPRequest
        package let body: [UInt8]
        package let options: TransferOptions

        /// The body as text.
        package var text: String { String(decoding: body, as: UTF8.self) }
    }

    /// Returns the response to a request, given the number of requests before it.
    package typealias Script =
        @Sendable (_ request: HTTPRequest, _ index: Int) throws(TransportError) ->
        HTTPTransportResponse

    private let script: Script
    private let log = Mutex<[Sent]>([])

    /// Creates a transport that calls `script` for each request.
    package init(_ script: @escaping Script) { self.script = script }

    /// Creates a transport that calls `respond` for each request.
    package convenience init(_ respond: @escaping @Sendable () throws(TransportError) -> HTTPTransportResponse) {
        self.init { (_, _) throws(TransportError) in try respond() }
    }

    /// Creates a transport that always sends the same response.
    package convenience init(body: [UInt8], status: Int = 200, headers: HTTPFields = [:]) {
        let head = HTTPResponse(status: HTTPResponse.Status(code: status), headerFields: headers)
        let response = HTTPTransportResponse(head: head, body: body)
        self.init { () throws(TransportError) in response }
    }

    /// Creates a transport that always sends the same response.
    package convenience init(_ text: String = "", status: Int = 200, headers: HTTPFields = [:]) {
        self.init(body: Array(text.utf8), status: status, headers: headers)
    }

    /// Creates a transport that always fails.
    package convenience init(failure: TransportError) {
        self.init { () throws(TransportError) in throw failure }
    }

    /// What was sent, in order.
    package var sent: [Sent] { log.withLock { $0 } }

    package func send(
        _ request: HTTPRequest, body: [UInt8], options: TransferOptions
    ) async throws(TransportError) -> HTTPTransportResponse {
        let index = log.withLock { log in
            log.append(Sent(request: request, body: body, options: options))
            return log.count - 1
        }
        return try script(request, index)
    }
}
