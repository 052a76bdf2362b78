#if Service

/// A call of the Auth API with a valid signature.
struct AuthAPICall: Sendable {
    var integration: Integration
    var requester: Requester
    var parameters: AuthAPIParameters
    /// For the transaction that does what may be done once; `nil` for a signature without a date.
    var nonce: RequestNonce?
    /// Of everything but the date: the same bytes, sent again, have the same.
    var digest: String
}

#endif
