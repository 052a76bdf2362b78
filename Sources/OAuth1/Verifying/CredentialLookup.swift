/// Looks up credentials without suspending, and may prefetch them.
///
/// A ``CredentialCache`` is one; ``CredentialFunction`` makes one of a closure.
public protocol CredentialLookup {
    /// What the first step of prefetching hands to the second one.
    associatedtype Prefetch = Void

    /// Returns the credentials of a consumer key and a token; `nil` if there are none.
    ///
    /// - Parameters:
    ///   - consumerKey: The consumer key.
    ///   - token: The token, empty in a two-legged flow.
    /// - Returns: `nil` if the consumer is unknown, or the token is not the consumer's.
    func credentials(consumerKey: Span<UInt8>, token: Span<UInt8>) -> Credentials?

    /// Looks up the credentials for one request. A verifier calls this.
    ///
    /// What is implemented by default sets what ``credentials(consumerKey:token:)`` returns. A lookup that wraps a
    /// ``CredentialCache`` should call the cache's own method, so that threads that verify share nothing that is written.
    ///
    /// - Parameters:
    ///   - consumerKey: The consumer key.
    ///   - token: The token, empty in a two-legged flow.
    ///   - found: Receives what was found.
    func find(consumerKey: Span<UInt8>, token: Span<UInt8>, into found: inout FoundCredentials)

    /// Looks up the credentials for one request, whose memory was prefetched. A verifier calls this.
    ///
    /// What is implemented by default calls ``find(consumerKey:token:into:)``.
    ///
    /// - Parameters:
    ///   - prefetch: What ``prefetch(consumerKey:token:)`` returned for this consumer key and this token, and for no other:
    ///     a lookup may rely on it instead of reading them again.
    ///   - consumerKey: The consumer key.
    ///   - token: The token, empty in a two-legged flow.
    ///   - found: Receives what was found.
    func find(
        _ prefetch: Prefetch, consumerKey: Span<UInt8>, token: Span<UInt8>, into found: inout FoundCredentials)

    /// Begins to load the memory in which the credentials will be looked up, and does not wait for it.
    ///
    /// Nothing but time depends on this, and a request may be verified without it.
    ///
    /// - Parameters:
    ///   - consumerKey: The consumer key.
    ///   - token: The token, empty in a two-legged flow.
    func prefetch(consumerKey: Span<UInt8>, token: Span<UInt8>) -> Prefetch

    /// Begins to load what the memory that was prefetched refers to. Called a little later.
    func continuePrefetch(_ prefetch: Prefetch)
}

extension CredentialLookup {
    /// Sets what ``credentials(consumerKey:token:)`` returns.
    @inlinable
    public func find(consumerKey: Span<UInt8>, token: Span<UInt8>, into found: inout FoundCredentials) {
        found.set(credentials(consumerKey: consumerKey, token: token))
    }

    /// Calls ``find(consumerKey:token:into:)``.
    @inlinable
    public func find(
        _ prefetch: Prefetch, consumerKey: Span<UInt8>, token: Span<UInt8>, into found: inout FoundCredentials
    ) {
        find(consumerKey: consumerKey, token: token, into: &found)
    }
}

extension CredentialLookup where Prefetch == Void {
    /// Does nothing.
    @inlinable
    public func prefetch(consumerKey: Span<UInt8>, token: Span<UInt8>) {}

    /// Does nothing.
    @inlinable
    public func continuePrefetch(_ prefetch: Void) {}
}

/// A lookup of credentials by a closure.
public struct CredentialFunction: CredentialLookup {
    @usableFromInline
    let body: (_ consumerKey: Span<UInt8>, _ token: Span<UInt8>) -> Credentials?

    /// Creates a lookup that calls `find`. Reuse it: creating it may allocate.
    ///
    /// - Parameter find: Returns the credentials of a consumer key and a token, which is empty in a two-legged flow;
    ///   `nil` if there are none.
    @inlinable
    public init(_ find: @escaping (_ consumerKey: Span<UInt8>, _ token: Span<UInt8>) -> Credentials?) {
        body = find
    }

    /// Returns what the closure returns.
    @inlinable
    public func credentials(consumerKey: Span<UInt8>, token: Span<UInt8>) -> Credentials? { body(consumerKey, token) }
}
