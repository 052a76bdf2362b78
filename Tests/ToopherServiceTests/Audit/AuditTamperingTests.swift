#if Service

import AuditLog
import CryptoCore
import Database
import DeviceProtocol
import MerkleLog
import Synchronization
import Testing

@testable import ToopherService

@Suite("The log against somebody who can write the database")
struct AuditTamperingTests {
    /// A service with a phone and some decisions, each with a head of its own.
    private struct World {
        let harness: Harness
        let shop: TestRequester
        let phone: Phone
        let pairing: String

        init(_ harness: Harness, decisions: Int = 4) async throws {
            self.harness = harness
            shop = try await harness.requester()
            try await harness.seal()
            (phone, pairing) = try await harness.pairedPhone(user: "jdoe", with: shop)
            try await harness.seal()
            for number in 0..<decisions {
                _ = try await decide(number.isMultiple(of: 2) ? .approve : .deny)
                try await harness.seal()
            }
        }

        /// A request and its decision, as honest parties make them.
        @discardableResult
        func decide(_ decision: DeviceProtocol.Decision = .approve, by other: Phone? = nil) async throws -> String {
            let asked = try await harness.post(
                "/v1/authentication_requests/initiate", [("pairing_id", pairing), ("terminal_name", "t")], as: shop)
            let id = asked.json["id"].text
            let decided = try await (other ?? phone).decide(decision, on: id)
            #expect(decided.status == 200, "\(decided.text)")
            let result = try await harness.get("/v1/authentication_requests/" + id, as: shop)
            #expect(result.json["granted"] == .flag(decision == .approve))
            return id
        }
    }

    /// The places of the decisions on requests: after log_key and requester_created (2), the phone's registration, its user, the
    /// pairing and its decision (4).
    private static let first = 6

    /// Tampers with a log, and tests that the service goes on as ever and a verification names what is wrong, before and after
    /// that.
    private func expect(
        _ complaint: String, after tamper: @Sendable @escaping (Harness) async throws -> Void
    ) async throws {
        try await Harness.run { harness in
            let world = try await World(harness)
            #expect(try await harness.auditComplaint() == nil)
            try await tamper(harness)
            #expect(try await harness.auditComplaint() == complaint)
            try await world.decide()
            try await world.decide(.deny)
            #expect(try await harness.auditComplaint() == complaint)
        }
    }

    @Test("A row that was deleted is named", arguments: [0, 2, 6, 8])
    func deleted(_ index: Int) async throws {
        try await expect("entry \(index) is missing") {
            try await $0.write("DELETE FROM audit_entries WHERE position = $1", [.integer(Int64(index))])
        }
    }

    @Test("A row that was deleted is named, also if those after it have moved up")
    func closedGap() async throws {
        let gap = Self.first + 1
        try await expect("entry \(gap) was changed, moved or invented: it does not fit the head of \(gap + 1) entries")
        {
            try await $0.write("DELETE FROM audit_entries WHERE position = \(gap)")
            for place in (gap + 1)..<(gap + 3) {
                try await $0.write("UPDATE audit_entries SET position = \(place - 1) WHERE position = \(place)")
            }
        }
    }

    @Test("Rows that changed places are named, with and without their hashes")
    func swapped() async throws {
        let (one, two) = (Self.first + 1, Self.first + 2)
        try await expect("entry \(one) was changed: it does not have its hash") {
            let rows = try await $0.service.core.store.database.query(
                "SELECT entry, subject_id FROM audit_entries WHERE position IN (\(one), \(two)) ORDER BY position")
            for (row, place) in zip(rows, [two, one]) {
                try await $0.write(
                    "UPDATE audit_entries SET entry = $1, subject_id = $2 WHERE position = \(place)",
                    [.text(try row.text("entry")), .text(try row.text("subject_id"))])
            }
        }
        try await expect("entry \(one) was changed, moved or invented: it does not fit the head of \(two) entries") {
            try await $0.write("UPDATE audit_entries SET position = 1000 WHERE position = \(one)")
            try await $0.write("UPDATE audit_entries SET position = \(one) WHERE position = \(two)")
            try await $0.write("UPDATE audit_entries SET position = \(two) WHERE position = 1000")
        }
    }

    @Test("A row that was edited is named, also if its hash was computed anew")
    func edited() async throws {
        let index = Self.first + 1
        @Sendable func denied(_ entry: String) -> String { entry.replacing("denied", with: "not_me") }
        try await expect("entry \(index) was changed: it does not have its hash") {
            try await $0.write(
                "UPDATE audit_entries SET entry = replace(entry, 'denied', 'not_me') WHERE position = \(index)")
        }
        try await expect(
            "entry \(index) was changed, moved or invented: it does not fit the head of \(index + 1) entries"
        ) {
            let rows = try await $0.service.core.store.database.query(
                "SELECT entry FROM audit_entries WHERE position = \(index)")
            let entry = denied(try rows[0].text("entry"))
            let leaf = try TreeHash.leaf(of: Array(entry.utf8))
            try await $0.write(
                "UPDATE audit_entries SET entry = $1, leaf = $2 WHERE position = \(index)",
                [.text(entry), .text(leaf.text)])
        }
    }

    @Test("A row that was edited together with its head is named by the head's signature")
    func editedWithHead() async throws {
        let index = Self.first + 3
        let size = index + 1
        try await expect("the head of \(size) entries has a signature that is not valid: nothing proves entry \(index)")
        {
            let lines = try await $0.auditLines()
            var tree = CompactTree()
            for line in lines {
                guard case .entry(let entry)? = LogLine(bytes: line) else { continue }
                var text = String(decoding: entry.bytes, as: UTF8.self)
                if entry.index == UInt64(index) { text = text.replacing("denied", with: "not_me") }
                let leaf = try TreeHash.leaf(of: Array(text.utf8))
                try tree.append(leaf)
                try await $0.write(
                    "UPDATE audit_entries SET entry = $1, leaf = $2 WHERE position = $3",
                    [.text(text), .text(leaf.text), .integer(Int64(entry.index))])
            }
            try await $0.write("UPDATE audit_heads SET root = $1 WHERE size = \(size)", [.text(try tree.root().text)])
            try await $0.write("UPDATE audit_tree SET peaks = $1", [.text(tree.peaksText)])
        }
    }

    @Test("What a phone signed is named if it was changed or deleted")
    func records() async throws {
        let index = Self.first + 2
        let subject = "(SELECT subject_id FROM audit_entries WHERE position = \(index))"
        try await expect("entry \(index) has lost what the phone signed") {
            try await $0.write("DELETE FROM decisions WHERE subject_id = \(subject)")
        }
        try await expect("entry \(index) has another text than the phone signed") {
            try await $0.write(
                "UPDATE decisions SET record = replace(record, 'Shop', 'Bank') WHERE subject_id = \(subject)")
        }
    }

    @Test("An end that was cut is named, whether or not its heads went with it")
    func cut() async throws {
        let index = Self.first + 2
        try await expect("entry \(index) is missing") {
            try await $0.write("DELETE FROM audit_entries WHERE position >= \(index)")
        }
        try await expect("entry \(index) is missing") {
            try await $0.write("DELETE FROM audit_entries WHERE position >= \(index)")
            try await $0.write("DELETE FROM audit_heads WHERE size > \(index)")
        }
    }

    @Test("An end that was cut with everything that belongs to it is named by a head that was kept")
    func cutCompletely() async throws {
        try await Harness.run { harness in
            let world = try await World(harness)
            let kept = try #require(try await harness.service.auditHead())
            let (index, size) = (Self.first + 2, Self.first + 4)
            let before = try await CompactTree(
                harness.auditLines().compactMap { line in
                    if case .entry(let entry)? = LogLine(bytes: line), entry.index < index { entry.leaf } else { nil }
                })
            try await harness.write("DELETE FROM audit_entries WHERE position >= \(index)")
            try await harness.write("DELETE FROM audit_heads WHERE size > \(index)")
            try await harness.write(
                "UPDATE audit_tree SET size = \(index), peaks = $1", [.text(before.peaksText)])
            #expect(try await harness.auditComplaint() == nil)
            #expect(
                try await harness.auditComplaint(kept: [kept]) == """
                    entry \(index) is missing, and all after it: the head that was kept has \(size) entries; the log was \
                    cut, or replaced by an older backup
                    """)
            for _ in 0..<3 { try await world.decide() }
            #expect(try await harness.auditComplaint() == nil)
            let complaint = try #require(try await harness.auditComplaint(kept: [kept]))
            #expect(
                complaint.hasPrefix("the log is not the one of the head of \(size) entries that was kept"),
                "\(complaint)")
        }
    }

    @Test("A backup of yesterday that was restored is named by a head that was kept, before it is continued and after")
    func restored() async throws {
        let (file, copy) = (TemporaryDatabase(), TemporaryDatabase())
        defer {
            file.remove()
            copy.remove()
        }
        let isPostgreSQL = TestDatabase.isPostgreSQL
        let (today, yesterday) = isPostgreSQL ? (TestDatabase.make(), TestDatabase.make()) : (file.path, copy.path)
        let keyFile = file.path + ".key"
        let clock = TestClock()
        let kept = Kept()
        func run(_ database: String, _ body: @Sendable (Harness) async throws -> Void) async throws {
            try await Harness.run(database: database, clock: clock, configure: { $0.keyFile = keyFile }, body)
        }
        try await run(today) { harness in
            let world = try await World(harness)
            kept.add(try #require(try await harness.service.auditHead()))
            let backup = try DatabaseAdministration(yesterday, isMigrated: true)
            _ = try await DatabaseAdministration(harness.service.core.store.database).copy(to: backup)
            await backup.close()
            clock.advance(by: 86_400)
            for _ in 0..<3 { try await world.decide() }
            kept.add(try #require(try await harness.service.auditHead()))
            #expect(try await harness.auditComplaint(kept: kept.heads) == nil)
        }
        try await run(yesterday) { harness in
            let (old, new) = (kept.heads[0], kept.heads[1])
            let (from, to) = (old.head.head.size, new.head.head.size)
            #expect(to == from + 3)
            #expect(try await harness.auditComplaint(kept: [old]) == nil)
            let cut = try #require(try await harness.auditComplaint(kept: [old, new]))
            #expect(cut.hasPrefix("entry \(from) is missing, and all after it"), "\(cut)")
            // Honest requests go on, under the same key.
            let shop = try await harness.requester("Second")
            for number in 0..<2 { _ = try await harness.pairedPhone(user: "user \(number)", with: shop) }
            #expect(try await harness.auditComplaint() == nil)
            let rewritten = try #require(try await harness.auditComplaint(kept: [new, old]))
            #expect(
                rewritten.hasPrefix(
                    "the log is not the one of the head of \(to) entries that was kept, from one of the "
                        + "entries \(from) to \(to - 1) on"), "\(rewritten)")
        }
    }

    @Test("A phone's key that was replaced is named by the next decision")
    func replacedKey() async throws {
        try await Harness.run { harness in
            let world = try await World(harness)
            var thief = world.phone
            thief = Phone(harness: harness, key: try P256.PrivateKey(), id: world.phone.id)
            let point = Base64.encodeURL(thief.key.publicKey.x963Representation)
            try await harness.write(
                "UPDATE devices SET public_key = $1 WHERE id = $2", [.text(point), .text(thief.id)])
            harness.service.core.caches.devices.removeAll()
            #expect(try await harness.auditComplaint() == nil, "nothing has been decided with it yet")
            try await world.decide(by: thief)
            let index = Self.first + 4
            let complaint = "entry \(index) was signed with another key than the one of the phone \(thief.id)"
            #expect(try await harness.auditComplaint() == complaint)
            // With the registration changed too.
            try await harness.write(
                "UPDATE audit_entries SET entry = replace(entry, $1, $2) WHERE position = 2",
                [.text(Base64.encodeURL(world.phone.key.publicKey.x963Representation)), .text(point)])
            #expect(try await harness.auditComplaint() == "entry 2 was changed: it does not have its hash")
        }
    }

    @Test("A clock that is a day ahead, and then right again, neither stops the log nor breaks it")
    func clock() async throws {
        try await Harness.run { harness in
            let world = try await World(harness)
            let right = harness.clock.now
            harness.clock.advance(by: 86_400)
            try await world.decide()
            #expect(try await harness.verifyAudit().head?.head.time == right + 86_400)
            harness.clock.advance(by: -86_400)
            try await world.decide()
            let summary = try await harness.verifyAudit()
            #expect(summary.head?.head.time == right + 86_400 && summary.decisionCount == 7)
            harness.clock.advance(by: 100_000)
            try await world.decide()
            #expect(try await harness.verifyAudit().head?.head.time == right + 100_000)
            #expect(try await harness.auditEntries().suffix(2).map(\.time) == [right, right + 100_000])
        }
    }

    @Test("A tree that is missing, malformed or set back is computed anew, and the log goes on")
    func tree() async throws {
        for sql in [
            "DELETE FROM audit_tree", "UPDATE audit_tree SET peaks = 'x'", "UPDATE audit_tree SET size = -1",
            "UPDATE audit_tree SET size = 0, peaks = ''", "UPDATE audit_tree SET size = 7",
        ] {
            try await Harness.run { harness in
                let world = try await World(harness)
                try await harness.write(sql)
                try await world.decide()
                let summary = try await harness.verifyAudit()
                #expect(summary.entryCount == UInt64(Self.first + 5), "\(sql)")
            }
        }
    }

    @Test("A log whose places cannot be told grows no more until it is mended, and requests go on")
    func damaged() async throws {
        try await Harness.run { harness in
            let world = try await World(harness)
            try await harness.write("DELETE FROM audit_tree")
            try await harness.write(
                "UPDATE audit_entries SET position = position + 1 WHERE position = \(Self.first + 3)")
            for _ in 0..<2 {
                try await world.decide()
                await #expect(throws: AuditDamage.self) { try await harness.seal() }
            }
            await #expect(throws: ServiceError.self) { try await harness.service.auditHead() }
            #expect(try await harness.auditComplaint() == "entry \(Self.first + 3) is missing")
            #expect(try await harness.service.core.store.count("audit_pending") == 2)
            try await harness.write(
                "UPDATE audit_entries SET position = position - 1 WHERE position = \(Self.first + 4)")
            #expect(try await harness.verifyAudit().entryCount == UInt64(Self.first + 6))
        }
    }
}

/// Heads that were kept.
private final class Kept: Sendable {
    private let list = Mutex<[KeptHead]>([])

    var heads: [KeptHead] { list.withLock { $0 } }

    func add(_ head: KeptHead) { list.withLock { $0.append(head) } }
}

extension CompactTree {
    fileprivate init(_ leaves: [TreeHash]) throws {
        self.init()
        for leaf in leaves { try append(leaf) }
    }
}

#endif
