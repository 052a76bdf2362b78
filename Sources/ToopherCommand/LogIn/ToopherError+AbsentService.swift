import HTTPExchange
import Toopher

extension ToopherError {
    /// Whether there was no decision because of the service or the way to it, and nothing is wrong with the request.
    var isOfAbsentService: Bool {
        switch self {
        case .transport: true
        case .undecodableResponse(let response), .unexpectedResponse(let response): response.status >= 500
        case .refused(let refusal): (refusal.status ?? 0) >= 500
        default: false
        }
    }
}
