import CryptoCore
import TestSupport
import Testing

@testable import OAuth1

@Suite("One part of the cache of credentials")
struct CredentialTableTests {
    static func entry(_ number: Int64) throws -> CredentialTable.Entry {
        CredentialTable.Entry(credentials: try credentials(), loaded: number)
    }

    /// Against a dictionary, with fingerprints that fight for few places: at the front, in the middle, and at the
    /// end, where a search goes on at the front.
    @Test("insertions, removals and look-ups in any order, through growth", arguments: 0..<4)
    func model(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var table = CredentialTable()
        var expected: [Fingerprint: Int64] = [:]
        let credentials = try credentials()
        for step in Int64(0)..<20_000 {
            let fingerprint = Fingerprint(
                low: [0, 1 << 63, .max, .max << 60][Int.random(in: 0..<4, using: &random)],
                high: UInt64.random(in: 0..<20, using: &random))
            if Int.random(in: 0..<3, using: &random) == 0 {
                table.remove(fingerprint)
                expected[fingerprint.storable] = nil
            } else if Bool.random(using: &random) {
                let entry = CredentialTable.Entry(credentials: credentials, loaded: step)
                table.insert(entry, for: fingerprint, capacity: .max)
                expected[fingerprint.storable] = step
            }
            table.prefetch(fingerprint)
            let found = table.find(fingerprint)?.loaded
            #expect(found == expected[fingerprint.storable])
            #expect(table.count == expected.count)
        }
        for (fingerprint, loaded) in expected {
            let found = table.find(fingerprint)?.loaded
            #expect(found == loaded)
        }
    }

    @Test("at capacity one goes for each that comes, and not one that was just asked for")
    func capacity() throws {
        var table = CredentialTable()
        func fingerprint(_ number: Int) -> Fingerprint {
            Fingerprint(low: UInt64(number) &* 0x9e37_79b9_7f4a_7c15, high: UInt64(number))
        }
        for number in 0..<1000 {
            table.insert(try Self.entry(Int64(number)), for: fingerprint(number), capacity: 100)
            #expect(table.count == min(number + 1, 100))
            let first = table.find(fingerprint(0))
            #expect(first?.loaded == 0)
        }
        // The same one again takes no room.
        table.insert(try Self.entry(-1), for: fingerprint(0), capacity: 100)
        let held = (0..<1000).filter { table.find(fingerprint($0)) != nil }
        #expect(held.count == 100 && table.count == 100)
        table.removeAll()
        #expect(table.count == 0 && table.find(fingerprint(0)) == nil)
    }

    @Test("what was dropped is freed")
    func freed() throws {
        var table = CredentialTable()
        weak var storage: Credentials.Storage?
        do {
            let credentials = try credentials()
            storage = credentials.storage
            table.insert(.init(credentials: credentials, loaded: 0), for: .empty, capacity: 1)
        }
        #expect(storage != nil)
        table.insert(try Self.entry(1), for: Fingerprint(low: 1, high: 1), capacity: 1)
        #expect(storage == nil)
    }
}
