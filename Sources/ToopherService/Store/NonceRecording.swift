#if Service

internal import Database
internal import OAuth1

/// A nonce that a transaction records.
struct NonceRecording {
    let nonce: RequestNonce
    /// `nil` if the nonce is too old to be recorded.
    let insertion: EnqueuedStatement?

    /// Returns whether the nonce is new.
    func verdict(_ transaction: Transaction) throws(DatabaseError) -> NonceVerdict {
        guard let insertion else { return .replayed }
        if try insertion.changeCount() == 1 { return .fresh }
        let forgotten = try Store.forgottenSecond(transaction)
        return nonce.timestamp <= forgotten ? .forgotten(through: forgotten) : .replayed
    }
}

#endif
