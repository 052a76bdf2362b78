#if Service

import Database
import HTTPTypes
import Testing

@testable import ToopherService

@Suite("A full disk", .enabled(if: !TestDatabase.isPostgreSQL)) struct FullDiskTests {
    /// Limits the pages of the database to those that it has and some more.
    private func limitPages(of database: Database, more: Int64) async throws {
        _ = try await database.write { transaction throws(DatabaseError) in
            let count = try transaction.query("PRAGMA page_count")[0].integer("page_count")
            return try transaction.query("PRAGMA max_page_count = \(count + more)")
        }
    }

    @Test("What does not fit is refused with a 503 and leaves nothing, and the service goes on when there is room")
    func refusedAndGoesOn() async throws {
        let (file, recorder) = (TemporaryDatabase(), LogRecorder())
        defer { file.remove() }
        try await Harness.run(database: file.path, logger: recorder.logger()) { harness in
            let shop = try await harness.requester()
            _ = try await harness.pairedPhone(user: "jdoe", with: shop)
            let store = harness.service.core.store
            func ask() async throws -> ServiceResponse {
                try await harness.post(
                    AuthenticationRequestTests.initiate, [("user_name", "jdoe"), ("terminal_name", "laptop")],
                    as: shop)
            }
            try await limitPages(of: store.database, more: 2)
            var accepted = 0
            var refused: ServiceResponse?
            while refused == nil, accepted < 10_000 {
                let response = try await ask()
                if response.status == 200 { accepted += 1 } else { refused = response }
            }
            let last = try #require(refused)
            #expect(last.status == 503 && last.headers[.retryAfter] == "1" && last.json["error_code"].integer == 503)
            #expect(
                try await store.count("authentication_requests") == accepted, "each that was acknowledged, and no other"
            )
            #expect(recorder.text.contains("the disk of the database is full"))
            #expect(try await harness.send(.get, "/health").status == 200)
            #expect(try await store.isOpened(), "reading goes on")
            try await limitPages(of: store.database, more: 1000)
            #expect(try await ask().status == 200)
            try await harness.service.sealer.sealAll()
            #expect(try await store.count("authentication_requests") == accepted + 1)
        }
    }
}

#endif
