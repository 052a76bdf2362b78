#if Service

/// A request with the valid signature of a requester. Its nonce is not recorded yet.
struct SignedRequest: Sendable {
    var requester: Requester
    /// Which of the requester's secrets signed it.
    var secretID: String
    var parameters: RequestParameters
    /// For the transaction that does what the request asks; `nil` for PLAINTEXT without timestamp.
    var nonce: RequestNonce?
}

#endif
