#if Service

/// A request with the valid signature of a requester.
struct SignedRequest: Sendable {
    var requester: Requester
    var parameters: RequestParameters
}

#endif
