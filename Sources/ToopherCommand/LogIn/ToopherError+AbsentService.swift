import HTTPExchange
import Toopher

extension TransportError {
    /// Whether the server or the way to it is away, as it may be at any time, and not a setting wrong, or somebody else at its
    /// place: that would let everybody in until somebody mends it.
    fileprivate var isOfAbsentServer: Bool {
        switch self {
        case .invalidRequest, .plainHTTPRefused, .invalidConfiguration, .certificateAuthoritiesMissing, .usedAfterFork,
            .addressNotPermitted, .tlsFailed, .closed:
            false
        default: true
        }
    }
}

extension ToopherError {
    /// Whether there was no decision because of the service or the way to it, and nothing is wrong with the request.
    var isOfAbsentService: Bool {
        switch self {
        case .transport(let error): error.isOfAbsentServer
        case .undecodableResponse(let response), .unexpectedResponse(let response): response.status >= 500
        case .refused(let refusal): (refusal.status ?? 0) >= 500
        default: false
        }
    }
}
