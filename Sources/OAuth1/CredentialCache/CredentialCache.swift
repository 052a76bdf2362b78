public import CryptoCore
internal import Synchronization

/// Credentials by consumer key and token, with their keys prepared: the one look-up of a verifier that
/// serves many consumers.
///
/// Holds a bounded number, and drops credentials that were not asked for lately when new ones come. A look-up
/// neither allocates nor takes more steps when more are held.
///
/// Unknown consumers are not remembered, so strangers cannot push anybody out. Each of their requests costs one
/// look-up where credentials are kept, and how long the answer takes tells whether credentials were held.
///
/// Credentials are found by a 128-bit fingerprint of key and token, made with a random key (SipHash-2-4): nobody
/// can aim for a collision, by chance two of a million names collide with a probability of 10⁻²⁷, and even
/// then a request must be signed with the key of the one that is found.
public final class CredentialCache: Sendable {
    private struct Part: ~Copyable {
        let table = Mutex(CredentialTable())
        let hint = PrefetchHint()
    }

    /// The credentials, each in the part that its fingerprint says.
    private let parts = [64 of Part] { _ in Part() }
    /// How many parts are in use, a power of two.
    private let partCount: Int
    private let partCapacity: Int
    private let key: FingerprintKey
    private let lifetime: Int64
    private let clock: UnixClock

    /// An empty cache.
    /// - Parameters:
    ///   - capacity: how many credentials to hold. A large cache is spread over parts that fill a little
    ///     unevenly, so it may hold up to an eighth more.
    ///   - lifetime: how long credentials are believed before they are looked up anew, in seconds; `.max` for ever.
    ///   - clock: the time that lifetimes are judged by.
    public init(
        capacity: Int = 100_000, lifetime: Int64 = 300, clock: @escaping UnixClock = SystemClock.unixSeconds
    ) throws(CryptoError) {
        var count = 1
        while count < 64, capacity >> 10 > count { count *= 2 }
        partCount = count
        let share = max(1, capacity) / count
        partCapacity = count == 1 ? share : share + share / 8
        key = try FingerprintKey()
        self.lifetime = lifetime
        self.clock = clock
    }

    /// The credentials of a consumer key and a token, which is empty in a two-legged flow; nil when they
    /// are not held or their lifetime is over.
    @inline(__always)
    public func credentials(consumerKey: Span<UInt8>, token: Span<UInt8>) -> Credentials? {
        let fingerprint = key.fingerprint(consumerKey: consumerKey, token: token)
        let found = parts[part(of: fingerprint)].table.withLock { $0.find(fingerprint) }
        guard let found, isBelieved(found) else { return nil }
        return found.credentials
    }

    /// The credentials of a consumer key and a token, from the cache or else from `load`.
    /// - Parameter load: looks them up where they are kept; nil when there is no such consumer, or
    ///   the token is not the consumer's.
    public func credentials(
        consumerKey: String, token: String?, orLoad load: (String, String?) async throws -> Credentials?
    ) async throws -> Credentials? {
        let (keyBytes, tokenBytes) = (Array(consumerKey.utf8), Array((token ?? "").utf8))
        if let found = credentials(consumerKey: keyBytes.span, token: tokenBytes.span) { return found }
        let fingerprint = key.fingerprint(consumerKey: keyBytes.span, token: tokenBytes.span)
        let generation = parts[part(of: fingerprint)].table.withLock { $0.generation }
        guard let loaded = try await load(consumerKey, token) else { return nil }
        insert(loaded, for: fingerprint, since: generation)
        return loaded
    }

    /// Holds `credentials` for their consumer key and token.
    public func insert(_ credentials: Credentials) {
        insert(credentials, for: fingerprint(credentials.consumerKey, credentials.token), since: nil)
    }

    /// - Parameter generation: the table's before they were looked up. A removal since then may be of them.
    private func insert(_ credentials: Credentials, for fingerprint: Fingerprint, since generation: Int?) {
        let entry = CredentialTable.Entry(credentials: credentials, loaded: clock())
        let part = part(of: fingerprint)
        parts[part].table.withLock { table in
            guard generation == nil || generation == table.generation else { return }
            table.insert(entry, for: fingerprint, capacity: partCapacity)
            parts[part].hint.update(table.extent)
        }
    }

    /// Has the place of credentials brought near that will be asked for a little later, and waits for nothing.
    @inline(__always)
    func anticipate(consumerKey: Span<UInt8>, token: Span<UInt8>) -> Fingerprint {
        let fingerprint = key.fingerprint(consumerKey: consumerKey, token: token)
        parts[part(of: fingerprint)].hint.prefetch(fingerprint, stride: CredentialTable.stride)
        return fingerprint
    }

    /// Has the credentials themselves brought near, once their place is.
    @inline(__always)
    func anticipate(_ fingerprint: Fingerprint) {
        parts[part(of: fingerprint)].table.withLock { $0.prefetch(fingerprint) }
    }

    /// Drops the credentials of a consumer key and a token, as when they were revoked. Those that are
    /// being looked up meanwhile are not held either.
    public func remove(consumerKey: String, token: String? = nil) {
        let fingerprint = fingerprint(consumerKey, token)
        parts[part(of: fingerprint)].table.withLock { $0.remove(fingerprint) }
    }

    /// Drops everything, and what is being looked up meanwhile.
    public func removeAll() {
        for part in 0..<partCount { parts[part].table.withLock { $0.removeAll() } }
    }

    /// The credentials held now.
    public var count: Int { (0..<partCount).reduce(0) { $0 + parts[$1].table.withLock { $0.count } } }

    private func fingerprint(_ consumerKey: String, _ token: String?) -> Fingerprint {
        let (consumerKey, token) = (Array(consumerKey.utf8), Array((token ?? "").utf8))
        return key.fingerprint(consumerKey: consumerKey.span, token: token.span)
    }

    @inline(__always)
    private func part(of fingerprint: Fingerprint) -> Int {
        Int(truncatingIfNeeded: fingerprint.high) & (partCount &- 1)
    }

    /// Whether the lifetime is not over, nor the clock set back to before it began.
    @inline(__always)
    private func isBelieved(_ entry: CredentialTable.Entry) -> Bool {
        if lifetime == .max { return true }
        let (age, isOverflow) = clock().subtractingReportingOverflow(entry.loaded)
        return !isOverflow && age >= 0 && age < lifetime
    }
}
