#if Service

/// A request that a requester has signed.
struct SignedRequest: Sendable {
    var requester: Requester
    var parameters: RequestParameters
}

#endif
