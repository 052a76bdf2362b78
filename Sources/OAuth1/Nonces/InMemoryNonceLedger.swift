public import CryptoCore
internal import Synchronization

/// A ledger in this process's memory: for one server process, forgotten at its end.
///
/// Holds 128-bit fingerprints and not the nonces themselves, 24 to 32 bytes for each, and those for up to a
/// minute longer than needed (an eighth of the window if that is more). A check takes the same few steps
/// however many nonces there are and whatever their timestamps, and waits only for those that happen to
/// belong to the same part of the ledger.
///
/// The fingerprints are made with a random key (SipHash-2-4), so nobody can aim for a collision; by chance,
/// one among ten million nonces meets another once in 10²⁴ times, and would be refused as a replay.
public final class InMemoryNonceLedger: SynchronousNonceLedger {
    private struct Part: ~Copyable {
        let buckets = Mutex(NonceBuckets())
        let hint = PrefetchHint()
    }

    /// The uses, each in the part that its fingerprint says.
    private let parts = [64 of Part] { _ in Part() }
    /// How many parts are in use, a power of two.
    private let partCount: Int
    private let partCapacity: Int
    private let key: FingerprintKey

    /// A ledger for `capacity` nonces, which refuses more until old ones expire.
    ///
    /// Make it large enough for all requests within a verifier's window, both directions together, and an
    /// eighth more. A large ledger is spread over parts that fill a little unevenly, so it may hold
    /// up to a thirty-second more than that.
    public init(capacity: Int = 1_000_000) throws(CryptoError) {
        var count = 1
        while count < 64, capacity >> 14 > count { count *= 2 }
        partCount = count
        let share = max(0, capacity) / count
        partCapacity = count == 1 ? share : share + share / 32 + 1
        key = try FingerprintKey()
    }

    /// The nonces held now.
    public var count: Int {
        (0..<partCount).reduce(0) { $0 + parts[$1].buckets.withLock { $0.count } }
    }

    /// Records `use` unless it is already there, in one atomic step.
    public func record(_ use: NonceUse, horizon: Int64) async -> NonceVerdict {
        let (consumerKey, token, nonce) = (use.consumerKey.utf8, (use.token ?? "").utf8, use.nonce.utf8)
        return record(
            consumerKey: consumerKey.span, token: token.span, timestamp: use.timestamp, nonce: nonce.span,
            horizon: horizon)
    }

    /// Records a use given as bytes unless it is already there, in one atomic step, without suspending.
    public func record(
        consumerKey: Span<UInt8>, token: Span<UInt8>, timestamp: Int64, nonce: Span<UInt8>, horizon: Int64
    ) -> NonceVerdict {
        let use = key.fingerprint(consumerKey: consumerKey, token: token, timestamp: timestamp, nonce: nonce)
        return record(use, timestamp: timestamp, horizon: horizon)
    }

    /// The fingerprint of a use that will be recorded if its signature holds. The memory where it
    /// belongs is brought near in the meantime: with millions of nonces it is far away.
    @inline(__always)
    func expect(
        consumerKey: Span<UInt8>, token: Span<UInt8>, timestamp: Int64, nonce: Span<UInt8>
    ) -> Fingerprint {
        let use = key.fingerprint(consumerKey: consumerKey, token: token, timestamp: timestamp, nonce: nonce)
        parts[part(of: use)].hint.prefetch(use, stride: FingerprintSet.stride)
        return use
    }

    /// Records a use by its fingerprint.
    @inline(__always)
    func record(_ use: Fingerprint, timestamp: Int64, horizon: Int64) -> NonceVerdict {
        let part = part(of: use)
        // What was forgotten is freed after the lock: nobody else must wait for that.
        let (verdict, _) = parts[part].buckets.withLock { buckets in
            let forgotten = buckets.forget(before: horizon)
            let verdict = buckets.record(
                use, timestamp: timestamp, capacity: partCapacity, noting: parts[part].hint)
            return (verdict, forgotten)
        }
        return verdict
    }

    @inline(__always)
    private func part(of use: Fingerprint) -> Int {
        Int(truncatingIfNeeded: use.high) & (partCount &- 1)
    }
}
