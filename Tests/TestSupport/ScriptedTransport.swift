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

    private let respond: @Sendable () throws(TransportError) -> HTTPTransportResponse
    private let log = Mutex<[Sent]>([])

    /// Creates a transport that calls `respond` for each request.
    package init(_ respond: @escaping @Sendable () throws(TransportError) -> HTTPTransportResponse) {
        self.respond = respond
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
        log.withLock { $0.append(Sent(request: request, body: body, options: options)) }
        return try respond()
    }
}
