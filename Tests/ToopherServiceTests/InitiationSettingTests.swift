#if Service

import CryptoCore
import Database
import DeviceProtocol
import Testing

@testable import ToopherService

@Suite("What an initiation reads at once") struct InitiationSettingTests {
    private static let requester = Requester(id: "r", name: "Shop", consumerKey: "k", secrets: [])
    private static let rows = [
        """
        INSERT INTO requesters (id, name, consumer_key, created)
        VALUES ('r', 'Shop', 'k', 1), ('s', 'Bank', 'l', 1)
        """,
        """
        INSERT INTO users (id, requester_id, name, is_enabled, unanswered_prompts, created)
        VALUES ('u', 'r', 'jdoe', 1, 3, 1), ('v', 'r', 'alone', 0, 0, 1), ('w', 's', 'jdoe', 1, 0, 1)
        """,
        "INSERT INTO devices (id, name, public_key, created) VALUES ('d', 'phone', 'k1', 1), ('e', 'phone', 'k2', 1)",
        """
        INSERT INTO pairings (id, requester_id, user_id, device_id, state, created, expires)
        VALUES ('old', 'r', 'u', 'd', 'enabled', 1, 9), ('new', 'r', 'u', 'e', 'enabled', 5, 9),
            ('denied', 'r', 'u', 'e', 'denied', 7, 9), ('bank', 's', 'w', 'd', 'enabled', 1, 9)
        """,
        """
        INSERT INTO terminals (id, user_id, identity, name, requester_specified_id, was_approved)
        VALUES ('t', 'u', 'id:cookie', 'Desk', 'cookie', 1), ('x', 'w', 'id:cookie', 'Other', 'cookie', 0)
        """,
        "INSERT INTO actions (id, requester_id, name) VALUES ('a', 'r', 'pay'), ('b', 's', 'pay')",
        """
        INSERT INTO automations (id, user_id, pairing_id, device_id, terminal_id, action_id, request_id, decision,
            had_number, created, expires)
        VALUES ('m', 'u', 'new', 'e', 't', 'a', 'q', 'approve', 1, 1, 100),
            ('n', 'u', 'old', 'd', 't', 'a', 'q', 'deny', 0, 1, 100)
        """,
    ]

    private static func insertRequest(
        _ id: String, user: String = "u", state: String = "pending", created: Int64, _ transaction: Transaction
    ) throws(DatabaseError) {
        try transaction.execute(
            """
            INSERT INTO authentication_requests (id, requester_id, pairing_id, device_id, user_id, terminal_id,
                terminal_name, is_first_from_terminal, action_id, automation_allowed, challenge_required, merge_key,
                state, created, shown_from, expires)
            VALUES ($1, 'r', 'new', 'e', $2, 't', 'Desk', 1, 'a', 1, 0, 'k' || $1, $3, CAST($4 AS BIGINT), $4 + 1,
                $4 + 99)
            """, [.text(id), .text(user), .text(state), .integer(created)])
    }

    private func setting(
        _ store: Store, _ subject: AuthenticationRequestDraft.Subject, terminal: String = "cookie",
        action: String = "pay", now: Int64 = 10
    ) async throws -> InitiationSetting? {
        let draft = AuthenticationRequestDraft(
            subject: subject, terminalName: "Desk", requesterSpecifiedID: terminal, actionName: action)
        return try await store.database.read { connection throws(DatabaseError) in
            try Store.setting(of: draft, requester: Self.requester, now: now, connection)
        }
    }

    private func store() async throws -> Store {
        let store = try Store.test()
        try await store.database.write { transaction throws(DatabaseError) in
            for statement in Self.rows { try transaction.execute(statement) }
        }
        return store
    }

    @Test("A user's latest enabled pairing counts, or the one that is named, each with its own standing answer")
    func pairings() async throws {
        let store = try await store()
        let byName = try #require(try await setting(store, .user(name: "jdoe")))
        #expect(byName.user.id == "u" && byName.user.isEnabled && byName.user.prompts.unanswered == 3)
        #expect(byName.pairing?.id == "new" && byName.pairing?.deviceID == "e")
        #expect(byName.pairing?.status(at: 10) == .enabled && byName.pairing?.requesterName == "Shop")
        #expect(
            byName.terminal
                == Terminal(id: "t", name: "Desk", requesterSpecifiedID: "cookie", wasApproved: true))
        #expect(byName.action == Action(id: "a", name: "pay"))
        #expect(byName.standingAnswer == StandingAnswer(decision: .approve, requestID: "q", hadNumber: true))
        #expect(byName.open.isEmpty)
        let named = try #require(try await setting(store, .pairing(id: "old")))
        #expect(named.user.id == "u" && named.pairing?.id == "old" && named.standingAnswer?.decision == .deny)
        #expect(named.standingAnswer?.hadNumber == false)
        let denied = try #require(try await setting(store, .pairing(id: "denied")))
        #expect(denied.pairing?.status(at: 10) == .denied && denied.standingAnswer == nil)
        // Expired.
        #expect(try await setting(store, .user(name: "jdoe"), now: 100)?.standingAnswer == nil)
        // The latest, if none is enabled.
        try await store.database.write { transaction throws(DatabaseError) in
            _ = try transaction.execute("UPDATE pairings SET state = 'deactivated' WHERE state = 'enabled'")
        }
        #expect(try await setting(store, .user(name: "jdoe"))?.pairing?.id == "denied")
    }

    @Test("What is new is missing, and what belongs to others is not found")
    func missing() async throws {
        let store = try await store()
        for subject in [AuthenticationRequestDraft.Subject.user(name: "jdoe"), .pairing(id: "new")] {
            let elsewhere = try #require(try await setting(store, subject, terminal: "other"))
            #expect(elsewhere.terminal == nil && elsewhere.action != nil && elsewhere.standingAnswer == nil)
            let another = try #require(try await setting(store, subject, action: "Log In"))
            #expect(another.terminal != nil && another.action == nil && another.standingAnswer == nil)
        }
        let alone = try #require(try await setting(store, .user(name: "alone")))
        #expect(alone.pairing == nil && alone.terminal == nil && !alone.user.isEnabled)
        for subject in [
            AuthenticationRequestDraft.Subject.user(name: "nobody"), .user(name: "Shop"), .pairing(id: "bank"),
            .pairing(id: ""), .pairing(id: "u"),
        ] {
            #expect(try await setting(store, subject) == nil, "\(subject)")
        }
    }

    @Test("What is open comes in the order of its creation, with nothing twice")
    func open() async throws {
        let store = try await store()
        try await store.database.write { transaction throws(DatabaseError) in
            for (id, created) in [("q3", 3), ("q1", 1), ("q2b", 2), ("q2a", 2)] as [(String, Int64)] {
                try Self.insertRequest(id, created: created, transaction)
            }
            try Self.insertRequest("decided", state: "granted", created: 1, transaction)
            try Self.insertRequest("another's", user: "v", created: 1, transaction)
        }
        for subject in [AuthenticationRequestDraft.Subject.user(name: "jdoe"), .pairing(id: "old")] {
            let found = try #require(try await setting(store, subject))
            #expect(found.open.map(\.id) == ["q1", "q2a", "q2b", "q3"])
            #expect(
                found.open.first
                    == OpenRequest(id: "q1", mergeKey: "kq1", shownFrom: 2, expires: 100))
        }
    }

    @Test("Of requests that wait at once, no two have the same number to match")
    func numbers() async throws {
        let store = try await store()
        var requester = Self.requester
        (requester.policy.numberMatching, requester.policy.allowsConcurrentPrompts) = (.always, true)
        var draft = AuthenticationRequestDraft(
            subject: .user(name: "jdoe"), terminalName: "Desk", requesterSpecifiedID: "cookie", actionName: "pay")
        draft.showsNumber = true
        var numbers: [String?] = []
        for _ in 0..<3 {
            // Chance gives each of them the same one.
            let ids = try NewRequestIDs(requester.policy) { (count: Int) throws(CryptoError) in
                try count == 8 ? [UInt8](repeating: 0, count: 8) : SystemRandom.source(count)
            }
            let (sealer, asking, draft) = (store.sealer, requester, draft)
            let request = try await store.database.write { transaction throws(DatabaseError) in
                try Store.initiate(
                    draft, mergeKey: nil, requester: asking, ids: ids, now: 10, lifetime: 60, sealer: sealer,
                    transaction)
            }.get()
            numbers.append(request.matchNumber)
        }
        #expect(numbers == ["00", "01", "02"])
    }

    @Test(
        "Initiations for different users do not conflict, once the index has some pages",
        .enabled(if: TestDatabase.isPostgreSQL))
    func noFalseConflicts() async throws {
        let store = try await store()
        try await store.database.write { transaction throws(DatabaseError) in
            // Users whose ids stand far apart, and others between them.
            for number in 0..<1000 {
                try Self.insertRequest("\(number)", user: "user \(1000 + number)", created: 1, transaction)
            }
            for (user, device) in [("a", "da"), ("z", "dz")] {
                for statement in [
                    "INSERT INTO users (id, requester_id, name, is_enabled, created) VALUES ('\(user)', 'r', '\(user)', 1, 1)",
                    "INSERT INTO devices (id, name, public_key, created) VALUES ('\(device)', 'phone', '\(device)', 1)",
                    """
                    INSERT INTO pairings (id, requester_id, user_id, device_id, state, created, expires)
                    VALUES ('p\(user)', 'r', '\(user)', '\(device)', 'enabled', 1, 9)
                    """,
                    """
                    INSERT INTO terminals (id, user_id, identity, name, requester_specified_id)
                    VALUES ('t\(user)', '\(user)', 'id:cookie', 'Desk', 'cookie')
                    """,
                ] {
                    try transaction.execute(statement)
                }
            }
        }
        let (sealer, before) = (store.sealer, store.database.statistics.repetitions)
        let ids = try ["a", "z"].map { _ in try NewRequestIDs(RequesterPolicy(), SystemRandom.source) }
        let meeting = Meeting(count: 2)
        try await withThrowingTaskGroup { group in
            for (user, ids) in zip(["a", "z"], ids) {
                group.addTask {
                    try await store.database.write { transaction throws(DatabaseError) in
                        let draft = AuthenticationRequestDraft(
                            subject: .user(name: user), terminalName: "Desk", requesterSpecifiedID: "cookie",
                            actionName: "pay")
                        let result = try Store.initiate(
                            draft, mergeKey: nil, requester: Self.requester, ids: ids, now: 10, lifetime: 60,
                            sealer: sealer, transaction)
                        // Both have read before one is committed.
                        meeting.wait()
                        return result
                    }.get()
                }
            }
            for try await request in group { #expect(request.state == .pending) }
        }
        #expect(store.database.statistics.repetitions == before)
    }
}

#endif
