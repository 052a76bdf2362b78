import HTTPExchange
import HTTPTypes
import Synchronization

/// A transport that records its requests and returns a prepared response.
final class RecordingTransport: HTTPTransport {
    struct Sent: Sendable {
        let request: HTTPRequest
        let body: [UInt8]
        let options: TransferOptions
    }

    private let respond: @Sendable () throws(TransportError) -> HTTPTransportResponse
    private let log = Mutex<[Sent]>([])

    init(respond: @escaping @Sendable () throws(TransportError) -> HTTPTransportResponse) {
        self.respond = respond
    }

    convenience init(status: Int = 200, type: String? = "application/json", _ body: String) {
        self.init(status: status, type: type, bytes: Array(body.utf8))
    }

    convenience init(status: Int = 200, type: String? = "application/json", bytes: [UInt8]) {
        var head = HTTPResponse(status: HTTPResponse.Status(code: status))
        head.headerFields[.contentType] = type
        let response = HTTPTransportResponse(head: head, body: bytes)
        self.init { () throws(TransportError) in response }
    }

    var sent: [Sent] { log.withLock { $0 } }

    func send(
        _ request: HTTPRequest, body: [UInt8], options: TransferOptions
    ) async throws(TransportError) -> HTTPTransportResponse {
        log.withLock { $0.append(Sent(request: request, body: body, options: options)) }
        return try respond()
    }
}
