#if Service

import CryptoCore
import Database
import Logging
import Synchronization
import TestSupport
import Testing

@testable import ToopherService

@Suite("Secrets in the database")
struct SealedDatabaseTests {
    private static func open(_ database: String, keyFile: String? = nil) async throws -> ToopherService {
        var configuration = ServiceConfiguration(database: database, logger: Logger(label: "test"))
        configuration.keyFile = keyFile
        return try await ToopherService(configuration: configuration)
    }

    private func refusal(_ database: String, keyFile: String? = nil) async -> String? {
        do {
            await (try Self.open(database, keyFile: keyFile)).close()
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test("The database does not contain a secret, and neither does it without its key file give one")
    func sealed() async throws {
        let database = TemporaryDatabase()
        defer { database.remove() }
        let service = try await Self.open(database.path)
        let made = try await service.createRequester(name: "Shop")
        let contents = String(decoding: database.contents(), as: UTF8.self)
        #expect(contents.contains(made.consumerKey))
        #expect(!contents.contains(made.consumerSecret))
        let found = try await service.core.requester(consumerKey: made.consumerKey)
        #expect(found?.secrets[0].secret.isEqual(to: SecretBytes(utf8: made.consumerSecret)) == true)
        await service.close()
    }

    @Test("Another key, and a missing one, are refused")
    func otherKey() async throws {
        let (database, folder) = (TemporaryDatabase(), TemporaryFolder())
        defer {
            database.remove()
            folder.remove()
        }
        #expect(await refusal(database.path, keyFile: folder.file("a")) == nil)
        #expect(await refusal(database.path, keyFile: folder.file("a")) == nil)
        #expect(await refusal(database.path, keyFile: folder.file("b"))?.contains("it is missing") == true)
        _ = try KeyFile(path: folder.file("b")).readOrCreate(SystemRandom.source)
        #expect(await refusal(database.path, keyFile: folder.file("b"))?.contains("another key") == true)
    }

    @Test("After a change of the key only the new one opens the secrets, which are the same")
    func rekey() async throws {
        let (database, folder) = (TemporaryDatabase(), TemporaryFolder())
        defer {
            database.remove()
            folder.remove()
        }
        let (old, new) = (folder.file("old"), folder.file("new"))
        let service = try await Self.open(database.path, keyFile: old)
        let made = try await service.createRequester(name: "Shop")
        _ = try await service.createRequester(name: "Other shop")
        #expect(try await service.rekey(keyFile: new) == 2)
        // The key in the database is no longer this service's.
        await #expect(throws: ServiceError.self) { try await service.rekey(keyFile: new) }
        await service.close()
        #expect(await refusal(database.path, keyFile: old)?.contains("another key") == true)
        let again = try await Self.open(database.path, keyFile: new)
        let found = try await again.core.requester(consumerKey: made.consumerKey)
        #expect(found?.secrets[0].secret.isEqual(to: SecretBytes(utf8: made.consumerSecret)) == true)
        await again.close()
    }

    @Test("After a change of the key phones, tokens and backup codes go on, and no secret is one of the old key")
    func rekeyPasswords() async throws {
        let (database, folder) = (TemporaryDatabase(), TemporaryFolder())
        defer {
            database.remove()
            folder.remove()
        }
        let (clock, token, new) = (TestClock(), TestToken(), folder.file("new"))
        let before = Mutex<(phone: TestToken?, codes: [String])>((nil, []))
        try await Harness.run(database: database.path, clock: clock) { harness in
            let shop = try await harness.requester()
            let (phone, _) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let shown = try await phone.tokens()["jdoe"]
            let (userID, codes) = try await harness.backupCodes(user: "jdoe", of: shop)
            let made = try await harness.post(
                "/v1/users/\(userID)/oath_otp_validators/associate",
                [("secret", token.hexadecimal), ("otp_type", "hotp")], as: shop)
            #expect(made.status == 200)
            before.withLock { $0 = (shown, codes) }
            #expect(try await harness.service.checkSecrets() == 4)
            #expect(try await harness.service.rekey(keyFile: new) == 4)
            let contents = String(decoding: database.contents(), as: UTF8.self)
            #expect(!contents.contains(token.hexadecimal) && !contents.contains("12345678901234567890"))
        }
        let opened = try await Self.open(database.path, keyFile: new)
        #expect(try await opened.checkSecrets() == 4)
        let (store, shown) = (opened.core.store, before.withLock { $0 })
        let userID = try await store.database.query("SELECT id FROM users")[0].text("id")
        let phone = try #require(shown.phone)
        for password in [try phone.password(at: clock.now), try token.password(0), shown.codes[0]] {
            for verdict in [OneTimePasswordVerdict.valid, .invalid] {
                let found = try await store.database.write { transaction throws(DatabaseError) in
                    try Store.verifyOneTimePassword(
                        password, userID: userID, now: clock.now, sealer: store.sealer, transaction)
                }
                #expect(found == verdict)
            }
        }
        await opened.close()
    }

    @Test("A sealed secret that was moved to another requester does not open")
    func moved() async throws {
        let store = try Store.test()
        for id in ["a", "b"] {
            try await store.addRequester(
                id: id, name: id, key: "key " + id, secretID: "of " + id, secret: SecretBytes(utf8: "secret " + id),
                now: 0)
        }
        #expect(try await store.requesters(known: [:]).map(\.secrets.count) == [1, 1])
        try await store.database.write { transaction throws(DatabaseError) in
            _ = try transaction.execute(
                """
                UPDATE requester_secrets
                SET sealed_secret = (SELECT sealed_secret FROM requester_secrets WHERE requester_id = 'a')
                WHERE requester_id = 'b'
                """)
        }
        await #expect(throws: ServiceError.self) { try await store.requesters(known: [:]) }
    }
}

#endif
