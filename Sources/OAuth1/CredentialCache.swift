public import CryptoCore
internal import Synchronization

/// Credentials by consumer key and token, with their keys prepared: the one look-up of a verifier that
/// serves many consumers.
///
/// Holds a bounded number, and drops one that was not asked for lately when a new one comes. Unknown
/// consumers are not remembered, so strangers cannot push anybody out. A look-up neither allocates
/// nor depends on how many credentials there are.
public final class CredentialCache: Sendable {
    private final class Shard: Sendable {
        let state = Mutex(ShardState())
    }

    private static let shardCount = 16

    private let shards = (0..<shardCount).map { _ in Shard() }
    private let key: FingerprintKey
    private let shardCapacity: Int
    private let lifetime: Int64
    private let clock: UnixClock

    /// An empty cache.
    /// - Parameters:
    ///   - capacity: the most credentials to hold. They are spread over 16 parts, so the first may be
    ///     dropped a little before: leave some room.
    ///   - lifetime: how long credentials are believed before they are looked up anew, in seconds.
    ///   - clock: the time that lifetimes are judged by.
    public init(
        capacity: Int = 100_000, lifetime: Int64 = 300, clock: @escaping UnixClock = SystemClock.unixSeconds
    ) throws(CryptoError) {
        key = try FingerprintKey()
        shardCapacity = max(1, (capacity + Self.shardCount - 1) / Self.shardCount)
        self.lifetime = lifetime
        self.clock = clock
    }

    /// The credentials of a consumer key and a token, which is empty in a two-legged flow; nil when they
    /// are not held or their lifetime is over.
    public func credentials(consumerKey: Span<UInt8>, token: Span<UInt8>) -> Credentials? {
        let fingerprint = key.fingerprint(consumerKey: consumerKey, token: token)
        let found = shard(fingerprint).state.withLock { $0.find(fingerprint) }
        guard let found, found.expiry > clock(), found.credentials.isFor(consumerKey, token) else { return nil }
        return found.credentials
    }

    /// The credentials of a consumer key and a token, from the cache or else from `load`.
    /// - Parameter load: looks them up where they are kept; nil when there is no such consumer, or
    ///   the token is not the consumer's.
    public func credentials(
        consumerKey: String, token: String?, orLoad load: (String, String?) async throws -> Credentials?
    ) async throws -> Credentials? {
        if let found = held(consumerKey, token) { return found }
        guard let loaded = try await load(consumerKey, token) else { return nil }
        insert(loaded, consumerKey: consumerKey, token: token)
        return loaded
    }

    private func held(_ consumerKey: String, _ token: String?) -> Credentials? {
        let (consumerKey, token) = (consumerKey.utf8, (token ?? "").utf8)
        return credentials(consumerKey: consumerKey.span, token: token.span)
    }

    /// Holds `credentials` for their consumer key and token.
    public func insert(_ credentials: Credentials) {
        insert(credentials, consumerKey: credentials.consumerKey, token: credentials.token)
    }

    private func insert(_ credentials: Credentials, consumerKey: String, token: String?) {
        let fingerprint = fingerprint(consumerKey, token)
        let expiry = clock().addingReportingOverflow(lifetime)
        let entry = Entry(
            fingerprint: fingerprint, credentials: credentials, expiry: expiry.overflow ? .max : expiry.partialValue)
        shard(fingerprint).state.withLock { $0.insert(entry, capacity: shardCapacity) }
    }

    /// Drops the credentials of a consumer key and a token, as when they were revoked.
    public func remove(consumerKey: String, token: String? = nil) {
        let fingerprint = fingerprint(consumerKey, token)
        shard(fingerprint).state.withLock { $0.remove(fingerprint) }
    }

    /// Drops everything.
    public func removeAll() {
        for shard in shards { shard.state.withLock { $0 = ShardState() } }
    }

    /// The credentials held now.
    public var count: Int { shards.reduce(0) { $0 + $1.state.withLock { $0.entries.count } } }

    private func fingerprint(_ consumerKey: String, _ token: String?) -> Fingerprint {
        let (consumerKey, token) = (consumerKey.utf8, (token ?? "").utf8)
        return key.fingerprint(consumerKey: consumerKey.span, token: token.span)
    }

    private func shard(_ fingerprint: Fingerprint) -> Shard { shards[Int(fingerprint.high >> 60)] }
}

private struct Entry {
    let fingerprint: Fingerprint
    let credentials: Credentials
    let expiry: Int64
    /// Whether it was asked for since the hand last passed.
    var isRecent = false
}

/// One part of the cache. Entries stand in a circle, and a hand that goes round drops the first one
/// that nobody asked for since it last passed.
private struct ShardState {
    private(set) var entries: [Entry] = []
    private var positions: [Fingerprint: Int] = [:]
    private var hand = 0

    mutating func find(_ fingerprint: Fingerprint) -> Entry? {
        guard let position = positions[fingerprint] else { return nil }
        entries[position].isRecent = true
        return entries[position]
    }

    mutating func insert(_ entry: Entry, capacity: Int) {
        if let position = positions[entry.fingerprint] {
            entries[position] = entry
        } else if entries.count < capacity {
            positions[entry.fingerprint] = entries.count
            entries.append(entry)
        } else {
            while entries[hand].isRecent {
                entries[hand].isRecent = false
                hand = (hand + 1) % entries.count
            }
            positions[entries[hand].fingerprint] = nil
            positions[entry.fingerprint] = hand
            entries[hand] = entry
            hand = (hand + 1) % entries.count
        }
    }

    mutating func remove(_ fingerprint: Fingerprint) {
        guard let position = positions.removeValue(forKey: fingerprint) else { return }
        let last = entries.removeLast()
        if position < entries.count {
            entries[position] = last
            positions[last.fingerprint] = position
        }
        if hand >= entries.count { hand = 0 }
    }
}

extension Credentials {
    /// Whether these are of that consumer key and token, which is empty in a two-legged flow.
    fileprivate func isFor(_ consumerKey: Span<UInt8>, _ token: Span<UInt8>) -> Bool {
        Self.areEqual(storage.consumerKey, consumerKey) && Self.areEqual(storage.token ?? "", token)
    }

    /// Byte by byte, because Swift 6.3.1 takes a short string's own bytes for an object when a span of
    /// it is compared in optimised code.
    private static func areEqual(_ text: String, _ bytes: Span<UInt8>) -> Bool {
        var index = 0
        for byte in text.utf8 {
            guard index < bytes.count, bytes[index] == byte else { return false }
            index += 1
        }
        return index == bytes.count
    }
}
