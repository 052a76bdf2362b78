import CryptoCore
import TestSupport
import Testing

@testable import OAuth1

@Suite("CredentialTable")
struct CredentialTableTests {
    static func entry(_ number: Int64) throws -> CredentialTable.Entry {
        CredentialTable.Entry(credentials: try credentials(), loaded: number)
    }

    /// Compared with a dictionary, with fingerprints that collide: at the front, in the middle, and at the
    /// end, where a search continues at the front.
    @Test("Insertions, removals and lookups in any order are those of a dictionary", arguments: 0..<4)
    func model(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let table = CredentialTable()
        var found = FoundCredentials()
        var expected: [Fingerprint: Int64] = [:]
        let credentials = try credentials()
        for step in Int64(0)..<20_000 {
            let fingerprint = Fingerprint(
                low: [0, 1 << 63, .max, .max << 60][Int.random(in: 0..<4, using: &random)],
                // Half of them differ in what the places contain, half of them only in what the records do.
                high: UInt64.random(in: 0..<20, using: &random) << (Bool.random(using: &random) ? 32 : 0))
            if Int.random(in: 0..<3, using: &random) == 0 {
                table.remove(fingerprint)
                expected[fingerprint.storable] = nil
            } else if Bool.random(using: &random) {
                let entry = CredentialTable.Entry(credentials: credentials, loaded: step)
                table.insert(entry, for: fingerprint, capacity: .max)
                expected[fingerprint.storable] = step
            }
            if UInt16.random(in: 0..<5000, using: &random) == 0 {
                table.removeAll()
                expected = [:]
            }
            table.prefetch(fingerprint)
            table.continuePrefetch(fingerprint)
            let loaded = expected[fingerprint.storable]
            let locked = table.find(fingerprint)?.loaded
            #expect(locked == loaded)
            let reading = table.read(fingerprint, into: &found)
            #expect(reading == (loaded.map { CredentialTable.Reading.copied(loaded: $0) } ?? .missing))
            found.clear()
            let count = table.count
            #expect(count == expected.count)
        }
        for (fingerprint, loaded) in expected {
            let found = table.find(fingerprint)?.loaded
            #expect(found == loaded)
        }
    }

    @Test("At capacity each insertion evicts an entry that was not used recently", arguments: [false, true])
    func capacity(reads: Bool) throws {
        let table = CredentialTable()
        var found = FoundCredentials()
        func fingerprint(_ number: Int) -> Fingerprint {
            Fingerprint(low: UInt64(number) &* 0x9e37_79b9_7f4a_7c15, high: UInt64(number))
        }
        for number in 0..<1000 {
            table.insert(try Self.entry(Int64(number)), for: fingerprint(number), capacity: 100)
            let count = table.count
            #expect(count == min(number + 1, 100))
            // Either kind of lookup is a use.
            if reads {
                let reading = table.read(fingerprint(0), into: &found)
                #expect(reading == .copied(loaded: 0))
                found.clear()
            } else {
                let loaded = table.find(fingerprint(0))?.loaded
                #expect(loaded == 0)
            }
        }
        // Replacing an entry evicts none.
        table.insert(try Self.entry(-1), for: fingerprint(0), capacity: 100)
        let held = (0..<1000).filter { table.find(fingerprint($0)) != nil }
        let full = table.count
        #expect(held.count == 100 && full == 100)
        table.removeAll()
        let (count, isMissing) = (table.count, table.find(fingerprint(0)) == nil)
        #expect(count == 0 && isMissing)
    }

    @Test("An evicted entry is freed")
    func freed() throws {
        let table = CredentialTable()
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

    @Test("What is copied is the key, for each method that has keyed states", arguments: SignatureMethod.allCases)
    func copies(method: SignatureMethod) throws {
        let table = CredentialTable()
        let credentials = try TestKeys.credentials(method)
        let fingerprint = Fingerprint(low: 1, high: 2)
        table.insert(.init(credentials: credentials, loaded: 7), for: fingerprint, capacity: 10)
        var found = FoundCredentials()
        var expected = FoundCredentials()
        expected.copyStates(of: credentials)
        let reading = table.read(fingerprint, into: &found)
        let isHMAC = [.hmacSHA1, .hmacSHA256, .hmacSHA512].contains(method)
        #expect(reading == (isHMAC ? .copied(loaded: 7) : .locked))
        let (copied, expectedMethod) = (found.method, expected.method)
        #expect(copied == (isHMAC ? method : nil))
        #expect(expectedMethod == copied)
        for index in 0..<HMACStates.capacity {
            let (word, expectedWord) = (found.states[index], expected.states[index])
            #expect(word == expectedWord)
        }
        let locked = table.find(fingerprint)?.credentials.signatureMethod
        #expect(locked == method)
    }
}
