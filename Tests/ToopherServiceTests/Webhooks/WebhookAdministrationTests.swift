#if Service

import CryptoCore
import Database
import HTTPTypes
import Synchronization
import TestSupport
import Testing

@testable import ToopherService

@Suite("Endpoints of requesters") struct WebhookAdministrationTests {
    @Test("The secret is shown once, stays with another URL, and is not in the database")
    func secrets() async throws {
        let database = TemporaryDatabase()
        defer { database.remove() }
        try await Harness.run(database: database.path) { harness in
            let (shop, service) = (try await harness.requester(), harness.service)
            #expect(try await service.webhook(of: shop.key) == nil)
            let secret = try #require(try await service.setWebhook("https://a.test", of: shop.key))
            #expect(try await service.webhook(of: shop.id)?.url == "https://a.test/")
            #expect(try await service.setWebhook("https://b.test/?x=%20", of: shop.id) == nil)
            #expect(try await service.webhook(of: shop.key)?.url == "https://b.test/?x=%20")
            let contents = String(decoding: database.contents(), as: UTF8.self)
            #expect(contents.contains("https://b.test/") && !contents.contains(secret.dropFirst(6)))
            #expect(try await service.checkSecrets() == 2)
            try await service.removeWebhook(of: shop.key)
            try await service.removeWebhook(of: shop.key)
            #expect(try await service.webhook(of: shop.key) == nil)
            #expect(try await service.setWebhook("https://a.test", of: shop.key) != secret)
        }
    }

    @Test(
        "What is not the absolute URL of a host is refused",
        arguments: [
            "", "hooks.test", "ftp://hooks.test/", "https://", "https://user@hooks.test/", "https://u:p@hooks.test/",
            "https://hooks.test/#fragment", "https://hooks.test/a b", "https://hooks.test/%zz", "https://hooks.test:0/",
            "https://hooks.test/\u{e9}", "https://hooks.test/\r\nX: y", "//hooks.test/",
            "https://hooks.test/" + String(repeating: "a", count: 2000),
        ])
    func urls(_ url: String) async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let error = await #expect(throws: ServiceError.self) {
                try await harness.service.setWebhook(url, of: shop.key)
            }
            #expect(error?.description.hasPrefix("this is not the URL of an endpoint: ") == true)
            #expect(try await harness.service.webhook(of: shop.key) == nil)
        }
    }

    @Test("Unknown and deleted requesters, and those without an endpoint, are one error each")
    func unknown() async throws {
        try await Harness.run { harness in
            let (shop, service) = (try await harness.requester(), harness.service)
            await #expect(throws: ServiceError.unknownRequester) {
                try await service.setWebhook("https://a.test", of: "nobody")
            }
            await #expect(throws: ServiceError.unknownRequester) { try await service.removeWebhook(of: "nobody") }
            await #expect(throws: ServiceError.unknownRequester) { try await service.webhook(of: "nobody") }
            await #expect(throws: ServiceError.noWebhook) {
                try await service.rotateWebhookSecret(of: shop.key, overlap: 0)
            }
            try await service.setState(.deleted, of: shop.key)
            await #expect(throws: ServiceError.requesterDeleted) {
                try await service.setWebhook("https://a.test", of: shop.key)
            }
        }
    }

    @Test("During a rotation both secrets sign, and afterwards the new one alone")
    func rotation() async throws {
        let receiver = WebhookReceiver()
        try await WebhookWorld.run(receiver: receiver) { world in
            func accepted(_ secrets: [String]) async throws -> [Bool] {
                try await world.approve()
                await world.sender.sendDue()
                let request = try #require(receiver.requests.last)
                return try secrets.map { try request.isValid(WebhookVerifier(secret: $0)) }
            }
            let (service, first) = (world.harness.service, world.verifier.secret)
            let second = try await service.rotateWebhookSecret(of: world.shop.key, overlap: 100)
            #expect(try await accepted([first, second]) == [true, true])
            world.clock.advance(by: 99)
            #expect(try await accepted([first, second]) == [true, true])
            world.clock.advance(by: 1)
            #expect(try await accepted([first, second]) == [false, true])
            let third = try await service.rotateWebhookSecret(of: world.shop.key, overlap: 100)
            let fourth = try await service.rotateWebhookSecret(of: world.shop.key, overlap: 100)
            #expect(try await accepted([second, third, fourth]) == [false, true, true])
            let fifth = try await service.rotateWebhookSecret(of: world.shop.key, overlap: 0)
            #expect(try await accepted([third, fourth, fifth]) == [false, false, true])
            while try await world.store.deleteExpired(now: world.clock.now) {}
            #expect(try await world.store.count("webhook_secrets") == 1)
        }
    }

    @Test("After a change of the key the endpoint gets messages with the same secret")
    func rekey() async throws {
        let (database, folder, clock) = (TemporaryDatabase(), TemporaryFolder(), TestClock())
        defer {
            database.remove()
            folder.remove()
        }
        let secret = Kept()
        try await Harness.run(database: database.path, clock: clock) { harness in
            let shop = try await harness.requester()
            let made = try await harness.service.setWebhook(WebhookWorld.url, of: shop.key)
            secret.value.withLock { $0 = made }
            _ = try await harness.pairedPhone(user: "jdoe", with: shop)
            #expect(try await harness.service.rekey(keyFile: folder.file("new")) == 2)
        }
        let transport = ScriptedTransport()
        try await Harness.run(database: database.path, clock: clock) { configuration in
            configuration.keyFile = folder.file("new")
            configuration.webhooks = WebhookSettings(transport: transport)
        } _: { harness in
            await harness.sender()?.sendDue()
        }
        let (sent, made) = (try #require(transport.sent.first), try #require(secret.value.withLock { $0 }))
        let fields = sent.request.headerFields
        let isValid = try WebhookVerifier(secret: made).isValid(
            id: fields[.init("Webhook-Id")!] ?? "", timestamp: fields[.init("Webhook-Timestamp")!] ?? "",
            signature: fields[.init("Webhook-Signature")!] ?? "", body: sent.body)
        #expect(isValid)
        #expect(try JSON.parse(sent.body)["type"].text == "pairing.enabled")
    }

    private final class Kept: Sendable {
        let value = Mutex<String?>(nil)
    }
}

#endif
