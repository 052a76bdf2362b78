internal import WebSyntax

/// The reason why the URL that a client called is unknown.
///
/// All but the first two concern one request. Respond with status 400; if an honest client sent it, check the
/// configuration of the proxies.
@nonexhaustive
public enum ExternalURLError: Error, Sendable, Equatable {
    /// The text of a trusted network is not an address or a block of addresses. Correct the configuration.
    case invalidNetwork(String, reason: String)
    /// The base URL is not an absolute http or https URL of scheme, host, port and path. Correct the configuration.
    case invalidBase(reason: String)
    /// The peer is not an IP address. State the address of the connection's peer.
    case invalidPeer
    /// The request target does not identify a resource of an HTTP server.
    case invalidTarget(reason: String)
    /// A value that is used is malformed.
    case malformed(Source, reason: String)
    /// A value that is required is missing.
    case missing(Source)
    /// A field has several values although proxies replace it. A client's own may be among them.
    case severalValues(Source)
    /// Two values that must agree do not.
    case contradictory(Source, Source)
    /// The forwarding fields are longer than `limit` bytes.
    case tooLarge(limit: Int)

    /// Where a value was found.
    @nonexhaustive
    public enum Source: String, Sendable {
        /// The scheme of the connection.
        case scheme
        /// The `Host` field or `:authority`.
        case authority
        /// The request target.
        case target
        /// The `Forwarded` field (RFC 7239).
        case forwarded = "Forwarded"
        /// The `proto` parameter of the `Forwarded` field.
        case forwardedProto = "the proto of Forwarded"
        /// The `X-Forwarded-For` field.
        case xForwardedFor = "X-Forwarded-For"
        /// The `X-Forwarded-Proto` field.
        case xForwardedProto = "X-Forwarded-Proto"
        /// The `X-Forwarded-Host` field.
        case xForwardedHost = "X-Forwarded-Host"
        /// The `X-Forwarded-Port` field.
        case xForwardedPort = "X-Forwarded-Port"
    }
}

extension HTTPAuthority {
    /// Creates an authority from a value that is used.
    init(_ text: String, in source: ExternalURLError.Source) throws(ExternalURLError) {
        guard let authority = HTTPAuthority(text) else {
            throw .malformed(source, reason: "a host is not of the form host or host:port")
        }
        self = authority
    }
}

extension ExternalURLError: CustomStringConvertible {
    /// One line for a log, without anything that the client sent.
    public var description: String {
        switch self {
        case .invalidNetwork(let text, let reason): "\(text) is not a network: \(reason)"
        case .invalidBase(let reason): "not a base URL: \(reason)"
        case .invalidPeer: "the peer is not an IP address"
        case .invalidTarget(let reason): "the request target is unusable: \(reason)"
        case .malformed(let source, let reason): "\(source.rawValue) is malformed: \(reason)"
        case .missing(let source): "\(source.rawValue) is missing"
        case .severalValues(let source): "\(source.rawValue) has several values"
        case .contradictory(let source, let other): "\(source.rawValue) and \(other.rawValue) contradict each other"
        case .tooLarge(let limit): "the forwarding fields are longer than \(limit) bytes"
        }
    }
}
