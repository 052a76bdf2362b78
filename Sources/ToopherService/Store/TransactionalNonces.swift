#if Service

internal import OAuth1

/// Refuses every nonce: those of the service are recorded by the transactions of what was asked.
struct TransactionalNonces: NonceLedger {
    func record(_ use: NonceUse, horizon: Int64) async throws -> NonceVerdict { .full }
}

#endif
