/// Records the nonces of accepted requests for as long as their timestamps are acceptable.
///
/// A verifier calls it only after the signature is valid, so nobody without a secret can fill the ledger, or use up
/// another client's nonce.
///
/// A ledger that removes nonces has to remember the newest timestamp among them, and to refuse what is not newer with
/// ``NonceVerdict/forgotten(through:)``. A horizon in its place would be a time of the clock: were the clock ahead for a
/// moment, every request would be refused until that time has passed.
///
/// RFC 5849 section 3.3.
public protocol NonceLedger: Sendable {
    /// Records a use unless it is known, in one atomic step.
    ///
    /// - Parameters:
    ///   - use: The nonce with consumer key, token and timestamp.
    ///   - horizon: The oldest timestamp that is still acceptable, in seconds since 1970. Older entries may expire.
    /// - Returns: Whether the nonce is fresh; the request is refused if it is not.
    /// - Throws: An error of the ledger's own, if it cannot tell. The verifier throws it, and the request is refused.
    func record(_ use: NonceUse, horizon: Int64) async throws -> NonceVerdict
}
