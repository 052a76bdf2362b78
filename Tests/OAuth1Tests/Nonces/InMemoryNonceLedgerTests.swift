import CryptoCore
import Synchronization
import TestSupport
import Testing

@testable import OAuth1

@Suite("InMemoryNonceLedger")
struct InMemoryNonceLedgerTests {
    func use(_ nonce: String, at timestamp: Int64, key: String = "k", token: String? = nil) -> NonceUse {
        NonceUse(consumerKey: key, token: token, timestamp: timestamp, nonce: nonce)
    }

    @Test("Uses that differ in any part, or in the boundaries of their parts, are different")
    func parts() async throws {
        let ledger = try InMemoryNonceLedger()
        let uses = [
            use("a", at: 10), use("b", at: 10), use("a", at: 11), use("a", at: 10, key: "l"),
            use("a", at: 10, token: "t"), use("", at: 10, key: "ka"), use("ta", at: 10), use("a", at: 10, key: "kt"),
            use("a\0", at: 10), use("12345678", at: 10), use("", at: 10, token: "12345678"), use("123456781", at: 10),
        ]
        for use in uses { #expect(await ledger.record(use, horizon: 0) == .fresh) }
        for use in uses { #expect(await ledger.record(use, horizon: 0) == .replayed) }
        #expect(ledger.count == uses.count)
    }

    @Test("Both methods of recording see the same uses")
    func synchronous() async throws {
        let ledger = try InMemoryNonceLedger()
        let (key, token, nonce, none) = (Array("k".utf8), Array("t".utf8), Array("n".utf8), [UInt8]())
        func record(_ token: [UInt8], at timestamp: Int64) -> NonceVerdict {
            ledger.record(
                consumerKey: key.span, token: token.span, timestamp: timestamp, nonce: nonce.span, horizon: 0)
        }
        #expect(record(token, at: 1) == .fresh)
        #expect(await ledger.record(use("n", at: 1, token: "t"), horizon: 0) == .replayed)
        #expect(await ledger.record(use("n", at: 2), horizon: 0) == .fresh)
        #expect(record(none, at: 2) == .replayed)
        #expect(record(none, at: 3) == .fresh)
    }

    @Test("A ledger at its capacity refuses all nonces until one expires")
    func full() async throws {
        let ledger = try InMemoryNonceLedger(capacity: 2)
        #expect(await ledger.record(use("a", at: 10), horizon: 0) == .fresh)
        #expect(await ledger.record(use("b", at: 100), horizon: 0) == .fresh)
        #expect(await ledger.record(use("c", at: 100), horizon: 0) == .full)
        #expect(await ledger.record(use("a", at: 10), horizon: 0) == .full)
        // The bucket of the first one ends with second 63.
        #expect(await ledger.record(use("c", at: 100), horizon: 63) == .full)
        #expect(await ledger.record(use("c", at: 100), horizon: 64) == .fresh)
        #expect(await ledger.record(use("d", at: 100), horizon: 64) == .full)
        #expect(ledger.count == 2)
    }

    @Test("A large ledger records its capacity, and at most a little more")
    func large() throws {
        let ledger = try InMemoryNonceLedger(capacity: 40_000)
        var verdicts: [NonceVerdict] = []
        for number in 0..<45_000 {
            let nonce = Array("\(number)".utf8)
            verdicts.append(
                ledger.record(
                    consumerKey: nonce.span, token: nonce.span, timestamp: Int64(number % 600), nonce: nonce.span,
                    horizon: 0))
        }
        #expect(!verdicts.prefix(39_000).contains(.full))
        #expect(verdicts.last == .full && !verdicts.contains(.replayed))
        #expect((40_000...41_300).contains(ledger.count))
    }

    @Test("Parts of any length are different, also those longer than any request")
    func lengths() throws {
        let ledger = try InMemoryNonceLedger(capacity: 1000)
        let bytes = [UInt8](repeating: 0, count: 1 << 21 + 1)
        let none: [UInt8] = []
        let counts = [1, 7, 8, 9, 15, 16, 17, 1 << 21 - 1, 1 << 21, 1 << 21 + 1]
        for verdict in [NonceVerdict.fresh, .replayed] {
            for count in counts {
                let part = bytes.span.extracting(first: count)
                let verdicts = [
                    ledger.record(consumerKey: part, token: none.span, timestamp: 1, nonce: none.span, horizon: 0),
                    ledger.record(consumerKey: none.span, token: part, timestamp: 1, nonce: none.span, horizon: 0),
                    ledger.record(consumerKey: none.span, token: none.span, timestamp: 1, nonce: part, horizon: 0),
                ]
                #expect(verdicts == [verdict, verdict, verdict])
            }
        }
        #expect(ledger.count == 3 * counts.count)
    }

    @Test("Replays take no capacity")
    func replaysTakeNoRoom() async throws {
        let ledger = try InMemoryNonceLedger(capacity: 3)
        #expect(await ledger.record(use("a", at: 10), horizon: 0) == .fresh)
        for _ in 0..<10 { #expect(await ledger.record(use("a", at: 10), horizon: 0) == .replayed) }
        for _ in 0..<10 { #expect(await ledger.record(use("old", at: 1), horizon: 2) == .replayed) }
        #expect(ledger.count == 1)
        #expect(await ledger.record(use("b", at: 10), horizon: 2) == .fresh)
        #expect(await ledger.record(use("c", at: 10), horizon: 2) == .fresh)
        #expect(await ledger.record(use("d", at: 10), horizon: 2) == .full)
    }

    @Test("A clock that is set back does not make an expired nonce acceptable")
    func clockStep() async throws {
        let ledger = try InMemoryNonceLedger()
        #expect(await ledger.record(use("a", at: 10), horizon: 5) == .fresh)
        // Enough uses for every part of the ledger to remove what has expired.
        for number in 0..<2000 {
            #expect(await ledger.record(use("b\(number)", at: 1000), horizon: 500) == .fresh)
        }
        #expect(ledger.count == 2000)
        #expect(await ledger.record(use("a", at: 10), horizon: 5) == .forgotten(through: 10))
        #expect(await ledger.record(use("a", at: 10), horizon: 11) == .replayed)
        #expect(await ledger.record(use("new", at: 11), horizon: 5) == .fresh)
    }

    @Test("A clock that is a day ahead for a moment locks out nobody for longer than the window")
    func clockAhead() async throws {
        let ledger = try InMemoryNonceLedger(capacity: 100)
        let (start, day) = (Int64(1_000_000), Int64(86_400))
        #expect(await ledger.record(use("before", at: start + 20), horizon: start - 300) == .fresh)
        #expect(await ledger.record(use("ahead", at: start + day), horizon: start + day - 300) == .fresh)
        // The clock is right again. What was removed may be a replay; what is newer cannot be one.
        for nonce in ["before", "another"] {
            #expect(
                await ledger.record(use(nonce, at: start + 20), horizon: start - 299) == .forgotten(through: start + 20)
            )
        }
        #expect(await ledger.record(use("after", at: start + 21), horizon: start - 299) == .fresh)
        #expect(await ledger.record(use("after", at: start + 21), horizon: start - 299) == .replayed)
        // Meanwhile nonces expire as ever, so the ledger does not fill up before the day has passed.
        for second in stride(from: start + 22, to: start + day, by: 10) {
            let verdict = await ledger.record(use("later", at: second), horizon: second - 300)
            try #require(verdict == .fresh, "second \(second - start)")
        }
        #expect(await ledger.record(use("ahead", at: start + day), horizon: start + day - 300) == .replayed)
    }

    @Test("A verifier says that the clock was set back, and until when it refuses")
    func verifier() async throws {
        let now = Mutex<Int64>(1_000_000)
        let verifier = try Verifier(ledger: InMemoryNonceLedger(capacity: 100), clock: { now.withLock { $0 } })
        func verify(_ nonce: String, at timestamp: Int64) async throws {
            let known = try credentials()
            let header = try signer(at: timestamp, nonce: nonce).authorizationHeader(
                method: "GET", url: "https://api.example.com/")
            _ = try await verifier.verify(
                ReceivedRequest(method: "GET", url: "https://api.example.com/", authorization: [header])
            ) { _, _ in known }
        }
        try await verify("before", at: 1_000_005)
        now.withLock { $0 += 86_400 }
        try await verify("ahead", at: 1_086_400)
        now.withLock { $0 = 1_000_001 }
        for nonce in ["before", "another"] {
            await #expect(throws: VerificationError.clockSetBack(until: 1_000_005)) {
                try await verify(nonce, at: 1_000_005)
            }
        }
        try await verify("after", at: 1_000_006)
        await #expect(throws: VerificationError.nonceReplayed) { try await verify("after", at: 1_000_006) }
    }

    @Test("Extreme timestamps and horizons do not trap")
    func extremes() async throws {
        let ledger = try InMemoryNonceLedger()
        for timestamp in [Int64.max, .max - 1, 0, -1, .min + 1, .min] {
            #expect(await ledger.record(use("a", at: timestamp), horizon: .min) == .fresh)
            #expect(await ledger.record(use("a", at: timestamp), horizon: .min) == .replayed)
        }
        #expect(await ledger.record(use("b", at: .max), horizon: .max) == .fresh)
        #expect(await ledger.record(use("b", at: .max), horizon: .max) == .replayed)
    }

    @Test("One of many concurrent records of a use is fresh, and each of different uses")
    func race() async throws {
        let ledger = try InMemoryNonceLedger()
        let fresh = await withTaskGroup(of: NonceVerdict.self) { group in
            for number in 0..<640 { group.addTask { await ledger.record(use("\(number % 10)", at: 1), horizon: 0) } }
            return await group.reduce(into: 0) { $0 += $1 == .fresh ? 1 : 0 }
        }
        #expect(fresh == 10)
        #expect(ledger.count == 10)
    }

    @Test("One of many concurrent records of a use is fresh while tables grow and expire")
    func expected() async throws {
        let ledger = try InMemoryNonceLedger(capacity: 100_000)
        let uses = 20_000
        let fresh = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    var fresh = 0
                    for number in 0..<uses {
                        let (nonce, timestamp) = (Array("\(number)".utf8), Int64(number / 10))
                        let use = ledger.prefetch(
                            consumerKey: nonce.span, token: nonce.span, timestamp: timestamp, nonce: nonce.span)
                        // The uses of a task that falls behind are too old.
                        let verdict = ledger.record(use, timestamp: timestamp, horizon: timestamp - 300)
                        fresh += verdict == .fresh ? 1 : 0
                    }
                    return fresh
                }
            }
            return await group.reduce(0, +)
        }
        #expect(fresh == uses)
        #expect((3000...4300).contains(ledger.count))
    }

    /// Compared with a set that never expires: whatever the clock does, no use is fresh twice, and
    /// one that is new and newer than every use that may have expired so far is always fresh.
    @Test("Random uses with a clock that is set forward and back are fresh once", arguments: 0..<8)
    func model(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let ledger = try InMemoryNonceLedger(capacity: 100_000)
        var seen: Set<NonceUse> = []
        var highest = Int64.min
        var now: Int64 = 10_000
        for _ in 0..<5000 {
            now += Int64.random(in: -40...60, using: &random)
            if UInt8.random(in: 0..<100, using: &random) == 0 { now += Int64.random(in: -2000...2000, using: &random) }
            let horizon = now - 300
            highest = max(highest, horizon)
            let expired = seen.lazy.filter { $0.timestamp < highest }.map(\.timestamp).max()
            let use = use(
                "\(UInt8.random(in: 0..<40, using: &random))", at: now + Int64.random(in: -350...300, using: &random))
            let verdict = await ledger.record(use, horizon: horizon)
            if use.timestamp < horizon {
                #expect(verdict == .replayed)
            } else if seen.contains(use) {
                #expect(verdict != .fresh && verdict != .full)
            } else if use.timestamp > expired ?? .min {
                #expect(verdict == .fresh)
            }
            if verdict == .fresh { seen.insert(use) }
        }
    }
}

@Suite("FingerprintSet")
struct FingerprintSetTests {
    @Test("Every fingerprint is inserted once while the set grows, also in colliding places")
    func insert() {
        var random = SeededGenerator(seed: 7)
        var set = FingerprintSet()
        var expected: Set<Fingerprint> = []
        for step in 0..<20_000 {
            // Half of them collide in the last places of the table.
            let low = step % 2 == 0 ? UInt64.random(in: 0 ... .max, using: &random) : .max
            let fingerprint = Fingerprint(low: low, high: UInt64.random(in: 0..<5000, using: &random))
            let isNew = set.insert(fingerprint)
            #expect(isNew == expected.insert(fingerprint).inserted)
            if step > 2000, low == .max { break }
        }
        #expect(set.count == expected.count)
    }

    @Test("The fingerprint that marks an empty place is stored like any other")
    func zero() {
        var set = FingerprintSet()
        let first = set.insert(Fingerprint(low: 0, high: 0))
        let second = set.insert(Fingerprint(low: 0, high: 0))
        #expect(first && !second)
        #expect(set.count == 1)
    }

    /// `openssl mac -macopt hexkey:000102030405060708090a0b0c0d0e0f -macopt size:16 SIPHASH` over the
    /// bytes 0, 1, 2 and so on; the same are in the authors' vectors.
    @Test(
        "SipHash-2-4 with 128 bits gives the authors' vectors",
        arguments: [
            (0, "A3817F04BA25A8E66DF67214C7550293"), (1, "DA87C1D86B99AF44347659119B22FC45"),
            (7, "A1F1EBBED8DBC153C0B84AA61FF08239"), (8, "3B62A9BA6258F5610F83E264F31497B4"),
            (15, "5493E99933B0A8117E08EC0F97CFC3D9"), (16, "6EE2A4CA67B054BBFD3315BF85230577"),
            (63, "5150D1772F50834A503E069A973FBD7C"),
        ])
    func sipHash(count: Int, expected: String) throws {
        let bytes = (0..<count).map { UInt8($0) }
        func word(_ slice: some Sequence<UInt8>) -> UInt64 {
            Array(slice).reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
        var hash = SipHash128((word(0..<8), word(8..<16)))
        for start in stride(from: 0, to: count - count % 8, by: 8) { hash.absorb(word(bytes[start..<start + 8])) }
        let result = hash.finish(tail: word(bytes[(count - count % 8)...]), tailCount: UInt64(count % 8))
        let output = [result.low, result.high].flatMap { half in
            (0..<8).map { UInt8(truncatingIfNeeded: half >> (8 * $0)) }
        }
        #expect(Hex.encode(output) == expected.lowercased())
    }
}
