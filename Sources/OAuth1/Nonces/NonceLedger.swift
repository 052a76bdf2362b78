/// Records the nonces of accepted requests for as long as their timestamps are acceptable.
///
/// A verifier calls it only after the signature is valid, so nobody without a secret can fill the ledger, or use up
/// another client's nonce.
///
/// RFC 5849 section 3.3.
public protocol NonceLedger: Sendable {
    /// Records a use unless it is known, in one atomic step.
    ///
    /// - Parameters:
    ///   - use: The nonce with consumer key, token and timestamp.
    ///   - horizon: The oldest timestamp that is still acceptable, in seconds since 1970. Older entries may expire.
    func record(_ use: NonceUse, horizon: Int64) async throws -> NonceVerdict
}
