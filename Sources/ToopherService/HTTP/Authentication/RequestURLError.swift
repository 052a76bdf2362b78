#if Service

internal import Logging
internal import OAuth1

/// Why the URL that a client called is unknown. The client gets a 400, the log the reason.
enum RequestURLError: Error, Equatable {
    /// The request target is not a path.
    case targetWithoutPath
    /// `Host` does not name the address that the service listens on.
    case unknownHost
    /// A trusted proxy set none of the header fields that count, and `Host` does not name the service.
    case notForwarded(peer: String, missing: [String])
    /// The header fields of a trusted proxy are malformed, incomplete or contradictory.
    case forwarding(ExternalURLError, peer: String)
}

extension RequestURLError {
    /// What the client is told.
    var protocolError: ProtocolError {
        switch self {
        case .targetWithoutPath: ProtocolError(status: 400, "The request target is not a path")
        case .unknownHost, .notForwarded:
            ProtocolError(
                status: 400, "The Host header does not name this service; behind a proxy its external URL must be set")
        case .forwarding:
            ProtocolError(status: 400, "The proxy's header fields do not give the URL that was called")
        }
    }

    /// Tells the operator what to correct. Nothing that a client sent is repeated.
    func log(to logger: Logger) {
        switch self {
        case .targetWithoutPath: break
        case .unknownHost:
            logger.info(
                "a request's Host field does not name this service; behind a proxy give --external-url or --trusted-proxy"
            )
        case .notForwarded(let peer, let missing):
            logger.warning(
                "a trusted proxy sets none of the header fields that count",
                metadata: ["peer": "\(peer)", "fields": "\(missing.joined(separator: ", "))"])
        case .forwarding(let error, let peer):
            logger.warning(
                "a trusted proxy's header fields do not give the URL that was called",
                metadata: ["peer": "\(peer)", "reason": "\(error)"])
        }
    }
}

#endif
