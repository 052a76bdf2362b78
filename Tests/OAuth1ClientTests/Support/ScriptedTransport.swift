import HTTPExchange
import HTTPTypes
import Synchronization

/// A transport that returns the same result for every request, and records the requests.
final class ScriptedTransport: HTTPTransport {
    struct Sent: Sendable {
        var request: HTTPRequest
        var body: String
    }

    private let result: Result<HTTPTransportResponse, TransportError>
    private let log = Mutex<[Sent]>([])

    var sent: [Sent] { log.withLock { $0 } }

    init(_ body: String = "", status: Int = 200, headers: HTTPFields = [:]) {
        result = .success(
            HTTPTransportResponse(
                head: HTTPResponse(status: HTTPResponse.Status(code: status), headerFields: headers),
                body: Array(body.utf8)))
    }

    init(body: [UInt8]) {
        result = .success(HTTPTransportResponse(head: HTTPResponse(status: .ok), body: body))
    }

    init(failure: TransportError) { result = .failure(failure) }

    func send(
        _ request: HTTPRequest, body: [UInt8], options: TransferOptions
    ) async throws(TransportError) -> HTTPTransportResponse {
        log.withLock { $0.append(Sent(request: request, body: String(decoding: body, as: UTF8.self))) }
        return try result.get()
    }
}
