/// A request whose signature and timestamp are valid, and whose nonce the caller has yet to record.
///
/// For services that record the nonce in the transaction that does what the request asks: then no request is done twice, and
/// none is used up without having been done.
///
/// RFC 5849 section 3.2.
public struct UnrecordedRequest: Sendable {
    /// The consumer and the parameters. Do nothing for them before the nonce is recorded: the request may be a replay.
    public let request: VerifiedRequest
    /// The nonce to record; `nil` for a request without timestamp, which PLAINTEXT permits.
    public let nonceUse: NonceUse?
    /// The oldest timestamp that is still acceptable, in seconds since 1970.
    public let horizon: Int64

    /// Throws unless a ledger has recorded the nonce.
    ///
    /// - Parameter verdict: What the ledger says of ``nonceUse`` and ``horizon``.
    public func requireFresh(_ verdict: NonceVerdict) throws(VerificationError) {
        try verdict.requireFresh(horizon: horizon)
    }
}

extension NonceVerdict {
    /// Throws unless the nonce is recorded.
    ///
    /// - Parameter horizon: The oldest timestamp that was acceptable.
    @inline(__always)
    func requireFresh(horizon: Int64) throws(VerificationError) {
        switch self {
        case .fresh: return
        case .replayed: throw .nonceReplayed
        case .forgotten(let newest):
            // Another thread may have read the clock a little later and removed what is just within this one's window.
            throw newest <= horizon ? .timestampOutsideWindow : .clockSetBack(until: newest)
        case .full: throw .ledgerFull
        }
    }
}
