import Synchronization

/// What customers have transferred, in memory.
final class Transfers: Sendable {
    private let done = Mutex<[String: [Transfer]]>([:])

    /// Keeps a transfer that was approved.
    func add(_ transfer: Transfer, of user: String) {
        done.withLock { $0[user, default: []].append(transfer) }
    }

    /// Returns a customer's transfers.
    func list(of user: String) -> [Transfer] {
        done.withLock { $0[user] ?? [] }
    }
}
