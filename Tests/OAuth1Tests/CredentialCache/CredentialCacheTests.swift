import CryptoCore
import Synchronization
import Testing

@testable import OAuth1

@Suite("CredentialCache")
struct CredentialCacheTests {
    static func find(_ cache: CredentialCache, _ key: String, _ token: String = "") -> Credentials? {
        let (key, token) = (Array(key.utf8), Array(token.utf8))
        return cache.credentials(consumerKey: key.span, token: token.span)
    }

    static func credentials(_ key: String, token: String? = nil) throws -> Credentials {
        try Credentials(consumerKey: key, consumerSecret: SecretBytes(utf8: "s"), token: token)
    }

    @Test("Credentials are found by key and token only")
    func find() throws {
        let cache = try CredentialCache(clock: { 0 })
        cache.insert(try Self.credentials("k"))
        cache.insert(try Self.credentials("k", token: "t"))
        #expect(Self.find(cache, "k")?.token == nil)
        #expect(Self.find(cache, "k", "t")?.token == "t")
        for (key, token) in [("K", ""), ("kt", ""), ("", "kt"), ("k", "T"), ("k", "tt"), ("", "")] {
            #expect(Self.find(cache, key, token) == nil)
        }
        cache.remove(consumerKey: "k", token: "t")
        #expect(Self.find(cache, "k", "t") == nil && Self.find(cache, "k") != nil)
        cache.removeAll()
        #expect(Self.find(cache, "k") == nil && cache.count == 0)
    }

    @Test("Missing credentials are loaded once, and unknown consumers are not cached")
    func load() async throws {
        let cache = try CredentialCache(clock: { 0 })
        let loads = Mutex(0)
        func get(_ key: String) async throws -> Credentials? {
            try await cache.credentials(consumerKey: key, token: nil) { key, _ in
                loads.withLock { $0 += 1 }
                return key == "k" ? try Self.credentials(key) : nil
            }
        }
        for _ in 0..<3 { #expect(try await get("k")?.consumerKey == "k") }
        #expect(loads.withLock { $0 } == 1)
        for _ in 0..<3 { #expect(try await get("stranger") == nil) }
        #expect(loads.withLock { $0 } == 4 && cache.count == 1)
    }

    @Test("Expired credentials are not found")
    func lifetime() throws {
        let now = Mutex<Int64>(1000)
        let cache = try CredentialCache(lifetime: .seconds(60), clock: { now.withLock { $0 } })
        cache.insert(try Self.credentials("k"))
        now.withLock { $0 = 1059 }
        #expect(Self.find(cache, "k") != nil)
        now.withLock { $0 = 1060 }
        #expect(Self.find(cache, "k") == nil)
        cache.insert(try Self.credentials("k"))
        #expect(Self.find(cache, "k") != nil && cache.count == 1)
    }

    @Test("The capacity is a limit, and credentials in use are not evicted")
    func bounded() throws {
        let cache = try CredentialCache(capacity: 64, clock: { 0 })
        cache.insert(try Self.credentials("favourite"))
        for number in 0..<2000 {
            cache.insert(try Self.credentials("k\(number)"))
            #expect(cache.count <= 64)
            #expect(Self.find(cache, "favourite") != nil)
        }
        #expect(Self.find(cache, "k1999") != nil)
        for number in 0..<2000 { cache.remove(consumerKey: "k\(number)") }
        #expect(cache.count == 1)
    }

    @Test("Credentials that are removed during their lookup are not cached", arguments: [false, true])
    func removedMeanwhile(all: Bool) async throws {
        let cache = try CredentialCache(clock: { 0 })
        func get(_ meanwhile: () -> Void) async throws -> Credentials? {
            try await cache.credentials(consumerKey: "k", token: nil) { key, _ in
                meanwhile()
                return try Self.credentials(key)
            }
        }
        #expect(try await get { if all { cache.removeAll() } else { cache.remove(consumerKey: "k") } } != nil)
        #expect(Self.find(cache, "k") == nil && cache.count == 0)
        #expect(try await get {} != nil)
        #expect(Self.find(cache, "k") != nil)
    }

    @Test("A clock that is set back expires credentials, and extreme clocks and lifetimes do not")
    func clockStep() throws {
        let now = Mutex<Int64>(1000)
        let cache = try CredentialCache(lifetime: .seconds(60), clock: { now.withLock { $0 } })
        cache.insert(try Self.credentials("k"))
        for (time, isHeld) in [(Int64(999), false), (1000, true), (.min, false), (.max, false), (1059, true)] {
            now.withLock { $0 = time }
            #expect((Self.find(cache, "k") != nil) == isHeld)
        }
        let forever = try CredentialCache(lifetime: nil, clock: { now.withLock { $0 } })
        forever.insert(try Self.credentials("k"))
        for time in [Int64.min, 0, .max] {
            now.withLock { $0 = time }
            #expect(Self.find(forever, "k") != nil)
        }
        now.withLock { $0 = 0 }
        for (lifetime, last) in [(Duration.milliseconds(59_001), Int64(59)), (.seconds(Int64.max), .max - 1)] {
            let cache = try CredentialCache(lifetime: lifetime, clock: { now.withLock { $0 } })
            cache.insert(try Self.credentials("k"))
            now.withLock { $0 = last }
            #expect(Self.find(cache, "k") != nil)
            now.withLock { $0 = last + 1 }
            #expect(Self.find(cache, "k") == nil)
            now.withLock { $0 = 0 }
        }
        let never = try CredentialCache(lifetime: .zero, clock: { 0 })
        never.insert(try Self.credentials("k"))
        #expect(Self.find(never, "k") == nil)
    }

    @Test("A large cache contains its capacity, and at most a little more")
    func large() throws {
        let cache = try CredentialCache(capacity: 5000, clock: { 0 })
        let key = try SignatureKey.hmac(.sha1, consumerSecret: SecretBytes(utf8: "s"))
        for number in 0..<8000 {
            cache.insert(try Credentials(consumerKey: "k\(number)", key: key))
            if number == 4499 { #expect(cache.count == 4500) }
        }
        #expect((5000...5625).contains(cache.count))
        let found = (0..<8000).filter { Self.find(cache, "k\($0)")?.consumerKey == "k\($0)" }
        #expect(found.count == cache.count)
        cache.removeAll()
        #expect(cache.count == 0 && Self.find(cache, "k7999") == nil)
    }

    @Test("Concurrent insertions, lookups and removals never return another consumer's credentials")
    func race() async throws {
        let cache = try CredentialCache(capacity: 50, clock: { 0 })
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for step in 0..<500 {
                        let name = "k\((step * 7 + task) % 100)"
                        if let found = Self.find(cache, name) { #expect(found.consumerKey == name) }
                        if step % 3 == 0 { cache.insert(try Self.credentials(name)) }
                        if step % 11 == 0 { cache.remove(consumerKey: name) }
                        #expect(cache.count <= 50)
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
