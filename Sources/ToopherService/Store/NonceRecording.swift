#if Service

internal import Database
internal import OAuth1

/// A nonce that a transaction records.
struct NonceRecording {
    let nonce: RequestNonce
    /// `nil` if the nonce is too old to be recorded.
    let insertion: EnqueuedStatement?

    /// Returns whether the nonce is new.
    func isFresh() throws(DatabaseError) -> Bool {
        try insertion?.changeCount() == 1
    }

    /// Returns whether the nonce is new, or why not.
    func verdict(_ transaction: Transaction) throws(DatabaseError) -> NonceVerdict {
        if try isFresh() { return .fresh }
        return nonce.refusedVerdict(forgotten: try Store.forgottenSecond(transaction))
    }
}

#endif
