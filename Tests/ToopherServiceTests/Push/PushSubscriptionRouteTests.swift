#if Service

import CryptoCore
import HTTPTypes
import TestSupport
import Testing
import WebPush

@testable import ToopherService

/// Where phones get their messages.
@Suite("Push subscriptions of phones") struct PushSubscriptionRouteTests {
    @Test(
        "Only push services on the list are accepted",
        arguments: [
            "https://example.org/push", "http://updates.push.services.mozilla.com/x",
            "https://updates.push.services.mozilla.com:8443/x", "https://push.apple.com.example.org/x",
            "https://evilpush.apple.com/x", "https://127.0.0.1/x", "https://[::1]/x", "https://localhost/x",
            "https://fcm.googleapis.com@example.org/x", "ftp://fcm.googleapis.com/x", "fcm.googleapis.com", "",
            "https://fcm.googleapis.com/\\u0000", "https://fcm.googleapis.com/#x",
        ])
    func endpoints(_ endpoint: String) async throws {
        try await PushWorld.run { world in
            let other = try await Phone.registered(with: world.harness)
            let response = try await world.subscribe(other, PushBrowser(), endpoint: endpoint)
            #expect(response.status == 400, "\(response.text)")
            #expect(try await world.stored(other) == nil)
        }
    }

    @Test(
        "A malformed subscription is refused",
        arguments: [
            ("\"p256dh\":\"B", "\"p256dh\":\"A"), ("\"p256dh\":\"B", "\"p256dh\":\"BB"),
            ("\"auth\":\"", "\"auth\":\"AA"),
            ("\"auth\":\"", "\"auth\":\"="), ("\"auth\"", "\"other\""), ("{", "["),
        ])
    func malformed(_ part: String, _ replacement: String) async throws {
        try await PushWorld.run { world in
            let other = try await Phone.registered(with: world.harness)
            let body = PushWorld.body(try PushBrowser())
            let response = try await other.call(
                .put, "/v1/device/push", body.replacing(part, with: replacement, maxReplacements: 1))
            #expect(response.status == 400)
            #expect(try await world.stored(other) == nil)
        }
    }

    @Test("A phone that ends its subscription, and one whose browser has another phone now, gets nothing")
    func ended() async throws {
        try await PushWorld.run { world in
            let taken = try await world.harness.pairedPhone(user: "other", with: world.shop).phone
            await world.settle()
            // The same browser: the endpoint is one of the two phones'.
            #expect(try await world.subscribe(taken, world.browser).status == 200)
            #expect(try await world.stored(world.phone) == nil)
            _ = try await world.ask()
            await world.settle()
            let second = try await world.ask("other")
            #expect(try await world.next().id == second)
            #expect(try await taken.call(.delete, "/v1/device/push").status == 200)
            #expect(try await world.stored(taken) == nil)
            #expect(try await taken.call(.delete, "/v1/device/push").status == 200, "there is none any more")
            _ = try await world.ask("other", action: "Pay")
            await world.settle()
            #expect(try await world.subscribe(world.phone, world.browser).status == 200)
            let last = try await world.ask(action: "Read")
            #expect(try await world.next().id == last)
        }
    }

    @Test("A subscription is changed by its own phone only")
    func signed() async throws {
        try await PushWorld.run { world in
            var forged = try await Phone.registered(with: world.harness)
            forged.id = world.phone.id
            #expect(try await forged.call(.delete, "/v1/device/push").status == 401)
            #expect(try await world.subscribe(forged, PushBrowser(), endpoint: PushWorld.endpoint + "2").status == 401)
            #expect(try await world.stored(world.phone)?.endpoint == PushWorld.endpoint)
        }
    }

    @Test("Secrets of subscriptions and the key are sealed, and the key stays the same")
    func sealed() async throws {
        try await PushWorld.run { world in
            let store = world.harness.service.core.store
            let stored = try #require(try await world.stored(world.phone))
            let secret = Base64.encodeURL(world.browser.authenticationSecret)
            #expect(!stored.sealedSecret.contains(secret))
            #expect(try stored.opened(store.sealer).authenticationSecret.bytes == world.browser.authenticationSecret)
            var moved = stored
            moved = StoredPushSubscription(
                deviceID: "other", endpoint: moved.endpoint, publicKey: moved.publicKey,
                sealedSecret: moved.sealedSecret)
            #expect(throws: (any Error).self) { try moved.opened(store.sealer) }
            let key = try await store.pushKey(now: 0).publicKey
            #expect(key == world.harness.service.core.push?.publicKey)
            #expect(try await store.openAllSecrets() >= 2)
        }
    }

    @Test("A service without push messages says so")
    func without() async throws {
        try await Harness.run { harness in
            let phone = try await Phone.registered(with: harness)
            #expect(try await harness.send(.get, "/v1/device/service").json["push_key"] == .null)
            let response = try await phone.call(.put, "/v1/device/push", PushWorld.body(PushBrowser()))
            #expect(response.status == 404)
            #expect(try await phone.call(.delete, "/v1/device/push").status == 200)
        }
    }

    @Test(
        "A contact that push services refuse is refused at the start",
        arguments: ["mailto:admin@localhost", "mailto: push@example.org", "http://example.org", ""])
    func contact(_ contact: String) async throws {
        let settings = PushSettings(transport: ScriptedTransport(), contact: contact)
        await #expect(throws: ServiceError.self) {
            try await Harness.run(configure: { $0.push = settings }) { _ in }
        }
    }
}

extension PushWorld {
    /// Returns what is stored of a phone's subscription.
    func stored(_ phone: Phone) async throws -> StoredPushSubscription? {
        try await harness.service.core.store.pushSubscription(deviceID: phone.id)
    }
}

#endif
