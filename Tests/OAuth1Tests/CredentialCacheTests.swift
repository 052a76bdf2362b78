import CryptoCore
import Synchronization
import Testing

@testable import OAuth1

@Suite("The cache of credentials")
struct CredentialCacheTests {
    static func find(_ cache: CredentialCache, _ key: String, _ token: String = "") -> Credentials? {
        let (key, token) = (Array(key.utf8), Array(token.utf8))
        return cache.credentials(consumerKey: key.span, token: token.span)
    }

    static func credentials(_ key: String, token: String? = nil) throws -> Credentials {
        try Credentials(consumerKey: key, consumerSecret: SecretBytes(utf8: "s"), token: token)
    }

    @Test("credentials are found by key and token, and by nothing else")
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

    @Test("what is missing is loaded once, and unknown consumers are not remembered")
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

    @Test("a lifetime that is over counts as not held")
    func lifetime() throws {
        let now = Mutex<Int64>(1000)
        let cache = try CredentialCache(lifetime: 60, clock: { now.withLock { $0 } })
        cache.insert(try Self.credentials("k"))
        now.withLock { $0 = 1059 }
        #expect(Self.find(cache, "k") != nil)
        now.withLock { $0 = 1060 }
        #expect(Self.find(cache, "k") == nil)
        cache.insert(try Self.credentials("k"))
        #expect(Self.find(cache, "k") != nil && cache.count == 1)
    }

    @Test("the number stays bounded, and what is asked for stays")
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
}
