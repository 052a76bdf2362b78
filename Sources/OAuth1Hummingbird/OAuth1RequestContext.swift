#if Hummingbird

public import Hummingbird
public import OAuth1

/// A request context that knows who has signed the request.
public protocol OAuth1RequestContext: RequestContext {
    /// The consumer, the token and the signed parameters; `nil` where no ``OAuth1Middleware`` has verified the request.
    var oauth1: VerifiedRequest? { get set }
}

extension OAuth1RequestContext {
    /// Returns the consumer, the token and the signed parameters.
    ///
    /// - Throws: An error with status 401 if no ``OAuth1Middleware`` has verified the request: a route that forgets the
    ///   middleware lets nobody in.
    public func requireOAuth1() throws -> VerifiedRequest {
        guard let oauth1 else { throw HTTPError(.unauthorized) }
        return oauth1
    }
}

/// A request context with nothing besides what ``OAuth1Middleware`` needs.
public struct BasicOAuth1RequestContext: OAuth1RequestContext {
    /// What every context has.
    public var coreContext: CoreRequestContextStorage
    /// The consumer, the token and the signed parameters.
    public var oauth1: VerifiedRequest?

    /// Creates the context of a request.
    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
    }
}

#endif
