#if Service

@testable import Database
import DeviceProtocol
import HTTPTypes
import Logging
import TestSupport
import Testing

@testable import ToopherService

@Suite("Checking and copying a database")
struct DatabaseAdministrationTests {
    /// Fills a database with rows of every table.
    private func fill(_ database: String) async throws {
        let push = PushSettings(transport: ScriptedTransport(), contact: "mailto:push@example.org")
        try await Harness.run(database: database, configure: { $0.push = push }) { harness in
            let shop = try await harness.requester()
            _ = try await harness.service.makeAdminLink()
            try await harness.service.addOrigin("https://a.example", of: shop.key)
            _ = try await harness.service.setWebhook(WebhookWorld.url, of: shop.key)
            let (phone, pairing) = try await harness.pairedPhone(user: "jdoe", with: shop)
            #expect(try await phone.call(.put, "/v1/device/push", PushWorld.body(PushBrowser())).status == 200)
            #expect(try await phone.setCredential().status == 200)
            for number in 0..<3 {
                let response = try await harness.post(
                    "/v1/authentication_requests/initiate",
                    [
                        ("pairing_id", pairing), ("terminal_name", "terminal \(number)"),
                        ("terminal_name_extra", "\(number)"), ("idempotency_key", "\(number)"),
                    ], as: shop)
                #expect(response.status == 200)
                let decided = try await phone.decide(.approve, on: response.json["id"].text) { answer in
                    answer.automatedUntil = harness.clock.now + 1000
                }
                #expect(decided.status == 200, "\(decided.text)")
            }
            // Of one pairing there are two records: the decision, and the end.
            let ended = try await harness.pair(phone, user: "ended", with: shop)
            #expect(try await phone.decide(.approve, on: ended, of: .pairing).status == 200)
            #expect(try await phone.end(.pairing, ended).status == 200)
            _ = try await phone.phrase()
            _ = try await phone.tokens()
            _ = try await harness.backupCodes(user: "jdoe", of: shop)
            let token = try await harness.post(
                "/v1/users/oath_otp_validators/associate",
                [("user_name", "jdoe"), ("secret", TestToken().hexadecimal)], as: shop)
            #expect(token.status == 200)
            _ = try await harness.verify("no password", userID: harness.userID("jdoe", of: shop))
            _ = try await harness.page(
                [("username", "jdoe"), ("expires", "\(harness.clock.now + 100)"), ("session_token", "τ")], as: shop)
            _ = try await harness.page(
                [("username", "jdoe"), ("expires", "\(harness.clock.now + 100)")], as: shop, path: "/v1/web/manage_user"
            )
            _ = try await harness.post("/v1/pairings/create/qr", [("user_name", "jdoe")], as: shop)
            _ = try await harness.post("/v1/pairings/\(pairing)/generate_reset_link", [], as: shop)
            let ssh = try await harness.integration(of: shop)
            let asked = try await harness.call(
                .post, AuthAPIRouteTests.auth,
                [("username", "jdoe"), ("factor", "push"), ("device", "auto"), ("async", "1")], as: ssh)
            #expect(asked.status == 200, "\(asked.text)")
            // Afterwards: a request takes the prompt that stands for it.
            let prompted = try await harness.call(
                .post, AuthAPIRouteTests.preauth, [("username", "jdoe"), ("text_prompt", "1")], as: ssh)
            #expect(prompted.status == 200, "\(prompted.text)")
            let web = try await harness.integration(of: shop, kind: .web) {
                $0.redirectURIs = [WebFlowTests.redirectURI]
            }
            #expect(try await harness.open(web, user: "jdoe").status == 200)
            try await harness.seal()
            // What is not sealed yet.
            _ = try await harness.requester("Other")
        }
    }

    private func withFolder(_ body: (TemporaryFolder) async throws -> Void) async throws {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        try await body(folder)
    }

    private func administration(_ location: String) throws -> DatabaseAdministration {
        try DatabaseAdministration(location, isMigrated: true)
    }

    @Test("A copy has the same rows, and a service runs on it with the same key")
    func copy() async throws {
        try await withFolder { folder in
            let (first, second) = (folder.file("a.sqlite"), folder.file("b.sqlite"))
            try await fill(first)
            let (source, destination) = (try administration(first), try administration(second))
            let copied = try await source.copy(to: destination)
            let filled = copied.filter { $0.rowCount > 0 }.map(\.name)
            #expect(Set(filled).count == StoredTable.all.count)
            #expect(try await destination.summaries() == copied)
            await source.close()
            await destination.close()
            var configuration = ServiceConfiguration(database: second, logger: Logger(label: "test"))
            configuration.keyFile = first + ".key"
            let service = try await ToopherService(configuration: configuration)
            #expect(try await service.core.requester(consumerKey: service.requesters()[0].consumerKey) != nil)
            await service.close()
        }
    }

    @Test("Every table of the schema is known, and its rows are summarized whatever their order")
    func tables() async throws {
        let store = try Store.test()
        let names = try await store.database.query(
            TestDatabase.isPostgreSQL
                ? "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"
                : "SELECT name FROM sqlite_master WHERE type = 'table'")
        let known = Set(StoredTable.all.map(\.name)).union(["schema_migrations"])
        #expect(try Set(names.map { try $0.text("name") }) == known)
        for order in [["a", "b"], ["b", "a"]] {
            let other = try Store.test()
            for name in order {
                try await other.database.write { transaction throws(DatabaseError) in
                    _ = try transaction.execute(
                        "INSERT INTO settings (name, value) VALUES ($1, $2)", [.text(name), .text("1")])
                }
            }
            let summary = try await StoredTable.all[0].summary(of: other.database)
            #expect(summary.rowCount == 2)
            let again = try await StoredTable.all[0].summary(of: other.database)
            #expect(again == summary && summary.digest.count == 64)
        }
    }

    @Test("Every changed value changes the digest")
    func digests() throws {
        let columns = ["a", "b"]
        func digest(_ values: [DatabaseValue], _ columns: [String] = ["a", "b"]) throws -> String {
            var summary = TableSummary(name: "t")
            try summary.add(Row(columns: columns, values: values))
            return summary.digest
        }
        let base = try digest([.text("1"), .text("2")])
        #expect(try digest([.text("2"), .text("1")], ["b", "a"]) == base)
        let others: [[DatabaseValue]] = [
            [.text("2"), .text("1")], [.integer(1), .text("2")], [.blob([0x31]), .text("2")], [.text("1"), .null],
            [.text("12"), .text("")], [.text(""), .text("12")], [.double(1), .text("2")],
        ]
        let digests = try others.map { try digest($0) }
        #expect(Set(digests + [base]).count == others.count + 1)
        #expect(columns.count == 2)
    }

    @Test("A database with contents is not copied into")
    func notEmpty() async throws {
        try await withFolder { folder in
            try await fill(folder.file("a.sqlite"))
            let source = try administration(folder.file("a.sqlite"))
            await #expect(throws: ServiceError.self) { try await source.copy(to: source) }
            let other = try administration(folder.file("b.sqlite"))
            _ = try await source.copy(to: other)
            let error = await #expect(throws: ServiceError.self) { try await source.copy(to: other) }
            #expect(error?.description.contains("not empty") == true)
            await source.close()
            await other.close()
        }
    }

    @Test("A copy that was not finished is not used")
    func unfinished() async throws {
        try await withFolder { folder in
            let path = folder.file("a.sqlite")
            let store = try Store.test(path)
            try await store.database.write { transaction throws(DatabaseError) in
                _ = try transaction.execute(
                    "INSERT INTO settings (name, value) VALUES ($1, '1')",
                    [.text(DatabaseAdministration.unfinishedCopy)])
            }
            await store.database.close()
            let error = await #expect(throws: ServiceError.self) {
                try await ToopherService(
                    configuration: ServiceConfiguration(database: path, logger: Logger(label: "test")))
            }
            #expect(error?.description.contains("was not finished") == true)
        }
    }

    @Test("Without a schema the version is 0")
    func version() async throws {
        try await withFolder { folder in
            let empty = try DatabaseAdministration(folder.file("a.sqlite"), isMigrated: false)
            #expect(try await empty.version() == 0)
            await empty.close()
            let migrated = try administration(folder.file("a.sqlite"))
            #expect(try await migrated.version() == DatabaseAdministration.supportedVersion)
            await migrated.close()
        }
    }
}

#endif
