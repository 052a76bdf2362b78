internal import WebSyntax

/// Why the URL that a client called cannot be told.
///
/// All but the first two are about one request: answer 400, and look at the proxies when it was no
/// stranger's doing.
@nonexhaustive
public enum ExternalURLError: Error, Sendable, Equatable {
    /// The text of a trusted network is no address or block of addresses; correct the configuration.
    case invalidNetwork(String, reason: String)
    /// The base URL is not an absolute http or https URL of scheme, host, port and path; correct the configuration.
    case invalidBase(reason: String)
    /// The peer is not an IP address; the caller must state the other end of the connection.
    case invalidPeer
    /// The request target names no resource of an HTTP server.
    case invalidTarget(reason: String)
    /// A value that counts is not well-formed.
    case malformed(Source, reason: String)
    /// A value that counts is not there.
    case missing(Source)
    /// Several values where proxies were said to leave one: a stranger's may be among them.
    case severalValues(Source)
    /// Two values that must agree do not.
    case contradictory(Source, Source)
    /// The forwarding fields are longer than `limit` bytes.
    case tooLarge(limit: Int)

    /// Where a value stood.
    @nonexhaustive
    public enum Source: String, Sendable {
        /// The scheme of the connection that the request arrived on.
        case scheme
        /// The `Host` field or `:authority`.
        case authority
        /// The request target.
        case target
        /// The `Forwarded` field (RFC 7239).
        case forwarded = "Forwarded"
        /// Its `proto` parameter.
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
    /// Creates an authority from a value that counts.
    init(_ text: String, in source: ExternalURLError.Source) throws(ExternalURLError) {
        guard let authority = HTTPAuthority(text) else {
            throw .malformed(source, reason: "a host is not of the form host or host:port")
        }
        self = authority
    }
}

extension ExternalURLError: CustomStringConvertible {
    /// One line for a log. Of what a stranger sent it repeats nothing.
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
