public import CryptoCore
internal import Platform

/// A ledger in the memory of one server process, lost when the process ends.
///
/// Contains 128-bit fingerprints in place of the nonces, 24 to 32 bytes for each, and keeps them up to a minute longer
/// than needed (an eighth of the window if that is more). A check takes the same few steps however many nonces there are
/// and whatever their timestamps, and waits only for concurrent checks in the same part of the ledger.
///
/// What the ledger has removed is never accepted again, also if the clock was ahead then and is set back. Until the time of
/// the newest nonce that was removed has passed again, requests are refused with
/// ``VerificationError/clockSetBack(until:)``; afterwards all is as before, however far ahead the clock was.
///
/// The fingerprints have a random key (SipHash-2-4), so nobody can provoke a collision. By chance, one among ten million
/// nonces collides with another once in 10²⁴ times, and would be refused as a replay.
public final class InMemoryNonceLedger: SynchronousNonceLedger {
    /// One part. What its threads write is away from what they only read, and from the next part.
    private struct Part: ~Copyable {
        let buckets = Lock(NonceBuckets())
        private let padding = CacheLinePadding()
        let hint = PrefetchHint()
        private let lastPadding = CacheLinePadding()
    }

    private let padding = CacheLinePadding()
    /// The most parts. While one of them grows, whoever needs it waits: with many, that is short and seldom.
    private static var maximumPartCount: Int { 256 }

    /// The parts; the fingerprint decides which of them a use is in.
    private let parts = [256 of Part] { _ in Part() }
    /// The number of parts in use, a power of two.
    private let partCount: Int
    private let partCapacity: Int
    private let key: FingerprintKey

    /// Creates a ledger for `capacity` nonces, which refuses more until others expire.
    ///
    /// - Parameter capacity: The most nonces to record: all requests within a verifier's windows, past and future
    ///   together, and an eighth more. A large ledger consists of parts that fill a little unevenly, so it may contain
    ///   up to a thirty-second more than that.
    /// - Throws: ``/CryptoCore/CryptoError`` if OpenSSL fails.
    public init(capacity: Int = 1_000_000) throws(CryptoError) {
        var count = 1
        while count < Self.maximumPartCount, capacity >> 14 > count { count *= 2 }
        partCount = count
        let share = max(0, capacity) / count
        partCapacity = count == 1 ? share : share + share / 32 + 1
        key = try FingerprintKey()
    }

    /// The number of nonces in the ledger.
    public var count: Int {
        (0..<partCount).reduce(0) { $0 + parts[$1].buckets.withLock { $0.count } }
    }

    /// Records a use unless it is known, in one atomic step.
    public func record(_ use: NonceUse, horizon: Int64) async -> NonceVerdict {
        let (consumerKey, token, nonce) = (use.consumerKey.utf8, (use.token ?? "").utf8, use.nonce.utf8)
        return record(
            consumerKey: consumerKey.span, token: token.span, timestamp: use.timestamp, nonce: nonce.span,
            horizon: horizon)
    }

    /// Records a use given as bytes unless it is known, in one atomic step, without suspending.
    public func record(
        consumerKey: Span<UInt8>, token: Span<UInt8>, timestamp: Int64, nonce: Span<UInt8>, horizon: Int64
    ) -> NonceVerdict {
        let use = key.fingerprint(consumerKey: consumerKey, token: token, timestamp: timestamp, nonce: nonce)
        return record(use, timestamp: timestamp, horizon: horizon)
    }

    /// Prefetches the memory in which a use will be recorded, and returns the use's fingerprint.
    @inline(__always)
    func prefetch(
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
        // Expired sets are freed outside of the lock.
        let (verdict, _) = parts[part].buckets.withLock { buckets in
            let expired = buckets.expire(before: horizon)
            let verdict = buckets.record(
                use, timestamp: timestamp, horizon: horizon, capacity: partCapacity, updating: parts[part].hint)
            return (verdict, expired)
        }
        return verdict
    }

    @inline(__always)
    private func part(of use: Fingerprint) -> Int {
        Int(truncatingIfNeeded: use.high) & (partCount &- 1)
    }
}
