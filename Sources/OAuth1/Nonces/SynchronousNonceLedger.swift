/// A ledger that neither suspends nor allocates, to verify a ``BorrowedRequest``.
public protocol SynchronousNonceLedger: NonceLedger {
    /// Records a use unless it is known, in one atomic step.
    ///
    /// - Parameters:
    ///   - consumerKey: The consumer key.
    ///   - token: The token, empty in a two-legged flow.
    ///   - timestamp: The `oauth_timestamp`, in seconds since 1970.
    ///   - nonce: The `oauth_nonce`.
    ///   - horizon: The oldest timestamp that is still acceptable, in seconds since 1970. Older entries may expire.
    func record(
        consumerKey: Span<UInt8>, token: Span<UInt8>, timestamp: Int64, nonce: Span<UInt8>, horizon: Int64
    ) -> NonceVerdict
}
