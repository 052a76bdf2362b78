public import CryptoCore

/// A cache of credentials with prepared keys, by consumer key and token.
///
/// Its capacity is bounded; new credentials evict others that were not used recently (CLOCK). A lookup does not
/// allocate, and does not take more steps if the cache has more entries.
///
/// Any number of threads that verify a ``BorrowedRequest`` with HMAC credentials of the cache do not wait for each other,
/// and write no memory that they share: the thread copies the keyed states, and wipes its copy after the verification.
/// Credentials that were removed or replaced are not used by a verification that begins afterwards.
///
/// Unknown consumers are not cached, so their requests cannot evict credentials. Each of them costs one lookup in the
/// backing store, and the time of the response reveals whether credentials were cached.
///
/// Credentials are found by a 128-bit fingerprint of key and token with a random key (SipHash-2-4). Nobody can provoke a
/// collision; by chance, two of a million names collide with a probability of 10⁻²⁷, and even then a request must be
/// signed with the key that is found.
public final class CredentialCache: Sendable {
    /// The parts; the fingerprint decides which of them an entry is in.
    private let parts = [64 of CredentialTable] { _ in CredentialTable() }
    /// The number of parts in use, a power of two.
    private let partCount: Int
    private let partCapacity: Int
    private let key: FingerprintKey
    /// In whole seconds; `nil` if credentials never expire.
    private let lifetime: Int64?
    private let clock: UnixClock

    /// Creates an empty cache.
    ///
    /// - Parameters:
    ///   - capacity: The most credentials to cache. A large cache consists of parts that fill a little unevenly, so it
    ///     may contain up to an eighth more.
    ///   - lifetime: How long credentials are used before they are looked up again, rounded up to whole seconds; `nil`
    ///     if they never expire.
    ///   - clock: The time that lifetimes are measured by.
    /// - Throws: ``/CryptoCore/CryptoError`` if OpenSSL fails.
    public init(
        capacity: Int = 100_000, lifetime: Duration? = .seconds(300),
        clock: @escaping UnixClock = SystemClock.unixSeconds
    ) throws(CryptoError) {
        var count = 1
        while count < 64, capacity >> 10 > count { count *= 2 }
        partCount = count
        let share = max(1, capacity) / count
        partCapacity = count == 1 ? share : share + share / 8
        key = try FingerprintKey()
        self.lifetime = lifetime.map(Self.secondsRoundedUp)
        self.clock = clock
    }

    /// Returns the credentials of a consumer key and a token, which is empty in a two-legged flow; `nil` if they are not
    /// cached or have expired.
    @inline(__always)
    public func credentials(consumerKey: Span<UInt8>, token: Span<UInt8>) -> Credentials? {
        credentials(of: key.fingerprint(consumerKey: consumerKey, token: token))
    }

    /// Returns the credentials of a consumer key and a token, from the cache or from `load`.
    ///
    /// - Parameters:
    ///   - consumerKey: The consumer key.
    ///   - token: The token; `nil` in a two-legged flow.
    ///   - load: Looks up the credentials in the backing store; returns `nil` if the consumer is unknown, or the token
    ///     is not the consumer's.
    /// - Throws: Whatever `load` throws.
    public func credentials(
        consumerKey: String, token: String?, orLoad load: (String, String?) async throws -> Credentials?
    ) async throws -> Credentials? {
        let (keyBytes, tokenBytes) = (Array(consumerKey.utf8), Array((token ?? "").utf8))
        if let found = credentials(consumerKey: keyBytes.span, token: tokenBytes.span) { return found }
        let fingerprint = key.fingerprint(consumerKey: keyBytes.span, token: tokenBytes.span)
        let generation = parts[part(of: fingerprint)].generation
        guard let loaded = try await load(consumerKey, token) else { return nil }
        insert(loaded, for: fingerprint, since: generation)
        return loaded
    }

    /// Caches credentials for their consumer key and token.
    public func insert(_ credentials: Credentials) {
        insert(credentials, for: fingerprint(credentials.consumerKey, credentials.token), since: nil)
    }

    /// Caches credentials unless any were removed since they were looked up, since those may be the removed ones.
    ///
    /// - Parameter generation: The table's generation before the lookup.
    private func insert(_ credentials: Credentials, for fingerprint: Fingerprint, since generation: Int?) {
        let entry = CredentialTable.Entry(credentials: credentials, loaded: clock())
        parts[part(of: fingerprint)].insert(entry, for: fingerprint, capacity: partCapacity, since: generation)
    }

    /// Removes the credentials of a consumer key and a token, for example after they were revoked.
    ///
    /// Credentials that are being looked up meanwhile are not cached either.
    public func remove(consumerKey: String, token: String? = nil) {
        let fingerprint = fingerprint(consumerKey, token)
        parts[part(of: fingerprint)].remove(fingerprint)
    }

    /// Removes all credentials; those that are being looked up meanwhile are not cached either.
    public func removeAll() {
        for part in 0..<partCount { parts[part].removeAll() }
    }

    /// The number of credentials in the cache.
    public var count: Int { (0..<partCount).reduce(0) { $0 + parts[$1].count } }

    private func credentials(of fingerprint: Fingerprint) -> Credentials? {
        guard let found = parts[part(of: fingerprint)].find(fingerprint), isCurrent(found.loaded) else { return nil }
        return found.credentials
    }

    private func fingerprint(_ consumerKey: String, _ token: String?) -> Fingerprint {
        let (consumerKey, token) = (Array(consumerKey.utf8), Array((token ?? "").utf8))
        return key.fingerprint(consumerKey: consumerKey.span, token: token.span)
    }

    @inline(__always)
    private func part(of fingerprint: Fingerprint) -> Int {
        Int(truncatingIfNeeded: fingerprint.high) & (partCount &- 1)
    }

    /// Whether an entry has not expired, and the clock was not set back to before it was loaded.
    ///
    /// - Parameter loaded: When the entry was loaded.
    @inline(__always)
    private func isCurrent(_ loaded: Int64) -> Bool {
        guard let lifetime else { return true }
        let (age, isOverflow) = clock().subtractingReportingOverflow(loaded)
        return !isOverflow && age >= 0 && age < lifetime
    }

    private static func secondsRoundedUp(_ lifetime: Duration) -> Int64 {
        let (seconds, attoseconds) = lifetime.components
        return attoseconds > 0 && seconds < .max ? seconds + 1 : seconds
    }
}

extension CredentialCache: CredentialLookup {
    /// Credentials whose memory is being loaded.
    public struct Prefetch: Sendable {
        fileprivate let fingerprint: Fingerprint
    }

    /// Looks up credentials for one request. Copies the keyed states of HMAC credentials, without a lock and without
    /// writing anything that threads share.
    @inline(__always)
    public func find(consumerKey: Span<UInt8>, token: Span<UInt8>, into found: inout FoundCredentials) {
        find(key.fingerprint(consumerKey: consumerKey, token: token), into: &found)
    }

    /// Looks up credentials for one request with the fingerprint that was computed to prefetch them.
    @inline(__always)
    public func find(
        _ prefetch: Prefetch, consumerKey: Span<UInt8>, token: Span<UInt8>, into found: inout FoundCredentials
    ) {
        assert(prefetch.fingerprint == key.fingerprint(consumerKey: consumerKey, token: token))
        find(prefetch.fingerprint, into: &found)
    }

    @inline(__always)
    private func find(_ fingerprint: Fingerprint, into found: inout FoundCredentials) {
        switch parts[part(of: fingerprint)].read(fingerprint, into: &found) {
        case .copied(let loaded): if !isCurrent(loaded) { found.clear() }
        case .missing: found.clear()
        case .locked: found.set(credentials(of: fingerprint))
        }
    }

    /// Begins to load the place of credentials, and does not wait for it.
    @inline(__always)
    public func prefetch(consumerKey: Span<UInt8>, token: Span<UInt8>) -> Prefetch {
        let fingerprint = key.fingerprint(consumerKey: consumerKey, token: token)
        parts[part(of: fingerprint)].prefetch(fingerprint)
        return Prefetch(fingerprint: fingerprint)
    }

    /// Begins to load the credentials themselves, once their place is loaded.
    @inline(__always)
    public func continuePrefetch(_ prefetch: Prefetch) {
        parts[part(of: prefetch.fingerprint)].continuePrefetch(prefetch.fingerprint)
    }
}
