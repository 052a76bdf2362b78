#if Service

import Database
import Logging
import OAuth1
import Testing

@testable import ToopherService

@Suite("Deleting what has expired")
struct MaintenanceTests {
    @Test("Nonces, phrases and pages go when nobody can use them any more, and nothing else does")
    func deletes() async throws {
        try await Harness.run { harness in
            let store = harness.service.core.store
            let maintenance = ServiceMaintenance(core: harness.service.core, logger: Logger(label: "test"))
            let shop = try await harness.requester()
            let (phone, pairing) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let phrase = try await phone.phrase()
            _ = try await harness.page(
                [("username", "jdoe"), ("expires", "\(harness.clock.now + 100)")], as: shop)
            func counts() async throws -> [Int64] {
                [
                    try await store.count("nonces"), try await store.count("pairing_phrases"),
                    try await store.count("page_sessions"), try await store.count("pairings"),
                ]
            }
            let before = try await counts()
            #expect(before[0] > 0 && before[1...] == [2, 1, 1])
            try await maintenance.deleteAll()
            #expect(try await counts() == before)
            harness.clock.advance(by: 301)
            try await maintenance.deleteAll()
            #expect(try await counts() == [0] + before[1...])
            harness.clock.advance(by: 1100)
            try await maintenance.deleteAll()
            // A phrase rests for a day after its end.
            #expect(try await counts() == [0, 2, 0, 1])
            let refused = try await harness.post(
                "/v1/pairings/create", [("pairing_phrase", phrase), ("user_name", "jdoe")], as: shop)
            #expect(refused.status == 400)
            harness.clock.advance(by: 86_400)
            try await maintenance.deleteAll()
            #expect(try await counts() == [0, 0, 0, 1])
            #expect(!pairing.isEmpty)
        }
    }

    @Test("A phrase that was used or replaced is not offered again")
    func phraseRests() async throws {
        let store = try Store.test()
        try await store.database.write { transaction throws(DatabaseError) in
            for id in ["a", "b"] {
                _ = try Store.addDevice(id: id, name: id, publicKey: Array(id.utf8), now: 0, transaction)
            }
        }
        func offer(_ phrases: [String], _ device: String, at now: Int64) async throws -> String? {
            try await store.database.write { transaction throws(DatabaseError) in
                try Store.offerPhrase(of: phrases, deviceID: device, expires: now + 10, now: now, transaction)
            }
        }
        #expect(try await offer(["one", "two"], "a", at: 0) == "one")
        #expect(try await offer(["one", "two"], "b", at: 0) == "two")
        #expect(try await offer(["one", "two"], "a", at: 5) == nil)
        #expect(try await offer(["one", "three"], "a", at: 5) == "three")
        #expect(try await offer(["one"], "a", at: 86_000) == nil)
        while try await store.deleteExpired(now: 5 + 86_400) {}
        #expect(try await offer(["one"], "a", at: 86_405) == "one")
    }
}

#endif
