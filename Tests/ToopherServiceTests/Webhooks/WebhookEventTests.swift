#if Service

import CryptoCore
import Database
import DeviceProtocol
import HTTPTypes
import OAuth1
import Testing

@testable import ToopherService

@Suite("What endpoints are told") struct WebhookEventTests {
    /// Checks that one message waits, of a type, with what a request for its subject returns, and deletes it.
    private func expect(
        _ type: String, _ subject: String, _ world: WebhookWorld, _ check: (JSON) -> Bool = { _ in true },
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let bodies = try await world.bodies()
        #expect(bodies.map { $0["type"].text } == [type], sourceLocation: sourceLocation)
        guard let body = bodies.first else { return }
        let kind = type.hasPrefix("pairing") ? "pairings" : "authentication_requests"
        let current = try await world.harness.get("/v1/\(kind)/\(subject)", as: world.shop).json
        #expect(body["data"] == current && current["id"].text == subject, sourceLocation: sourceLocation)
        #expect(body["data"]["pending"] == .flag(false) && check(body["data"]), sourceLocation: sourceLocation)
        #expect(body["timestamp"].text == "2023-11-14T22:13:20Z", sourceLocation: sourceLocation)
        #expect(body.names == ["type", "timestamp", "data"], sourceLocation: sourceLocation)
        try await clear(world)
    }

    private func clear(_ world: WebhookWorld) async throws {
        try await world.store.database.write { transaction throws(DatabaseError) in
            _ = try transaction.execute("DELETE FROM webhook_messages")
        }
    }

    @Test("A decision on the phone, with its reason")
    func decisions() async throws {
        try await WebhookWorld.run { world in
            let granted = try await world.approve()
            try await expect("authentication_request.granted", granted, world) {
                $0["granted"] == .flag(true) && $0["automated"] == .flag(false) && $0["reason_code"] == .integer(1)
            }
            let denied = try await world.ask()
            #expect(try await world.phone.decide(.deny, on: denied).status == 200)
            try await expect("authentication_request.denied", denied, world) {
                $0["granted"] == .flag(false) && $0["reason_code"] == .integer(2)
            }
            let reported = try await world.ask()
            #expect(try await world.phone.decide(.deny, on: reported) { $0.reason = .notMe }.status == 200)
            try await expect("authentication_request.not_me", reported, world) {
                $0["granted"] == .flag(false) && $0["reason_code"] == .integer(6)
            }
        }
    }

    @Test("A wrong number is a denial")
    func wrongNumber() async throws {
        try await WebhookWorld.run { world in
            let id = try await world.ask(("shows_match_number", "1"))
            let number = try await world.harness.get("/v1/authentication_requests/" + id, as: world.shop)
                .json["match_number"].text
            let wrong = number == "11" ? "12" : "11"
            #expect(try await world.phone.decide(.approve, on: id) { $0.number = wrong }.status == 200)
            try await expect("authentication_request.denied", id, world) { $0["reason_code"] == .integer(8) }
        }
    }

    @Test("An automatic decision", arguments: [DeviceProtocol.Decision.approve, .deny])
    func automatic(_ decision: DeviceProtocol.Decision) async throws {
        try await WebhookWorld.run { world in
            let first = try await world.ask()
            let end = world.clock.now + 1000
            #expect(try await world.phone.decide(decision, on: first) { $0.automatedUntil = end }.status == 200)
            try await clear(world)
            let id = try await world.ask()
            let type = decision == .approve ? "granted" : "denied"
            try await expect("authentication_request." + type, id, world) { $0["automated"] == .flag(true) }
        }
    }

    @Test("A one-time password, right or wrong, with the request or after it")
    func passwords() async throws {
        try await WebhookWorld.run { world in
            let codes = try await world.harness.backupCodes(user: "jdoe", of: world.shop).codes
            let right = try await world.ask(("otp", codes[0]))
            try await expect("authentication_request.granted", right, world) { $0["totp_valid"] == .flag(true) }
            let wrong = try await world.ask(("otp", "no password"))
            try await expect("authentication_request.denied", wrong, world) { $0["reason_code"] == .integer(10) }
            for (password, type) in [(codes[1], "granted"), ("no password", "denied")] {
                let id = try await world.ask()
                let judged = try await world.harness.post(
                    "/v1/authentication_requests/\(id)/otp_auth", [("otp", password)], as: world.shop)
                #expect(judged.status == 200)
                try await expect("authentication_request." + type, id, world)
            }
        }
    }

    @Test("What ends a request without a decision")
    func ends() async throws {
        try await WebhookWorld.run { world in
            let cancelled = try await world.ask()
            for _ in 0..<2 {
                let path = "/v1/authentication_requests/\(cancelled)/cancel"
                #expect(try await world.harness.post(path, [], as: world.shop).status == 200)
            }
            try await expect("authentication_request.cancelled", cancelled, world)
            let superseded = try await world.ask()
            let withdrawn = try await world.ask(("action_name", "pay"))
            try await expect("authentication_request.superseded", superseded, world)
            let userID = try await world.harness.userID("jdoe", of: world.shop)
            let disabled = try await world.harness.post(
                "/v1/users/" + userID, [("toopher_authentication_enabled", "false")], as: world.shop)
            #expect(disabled.status == 200)
            try await expect("authentication_request.withdrawn", withdrawn, world)
        }
    }

    @Test("What becomes of a pairing, and of the request that it takes with it")
    func pairings() async throws {
        try await WebhookWorld.run { world in
            let enabled = try await world.harness.pair(world.phone, user: "enabled", with: world.shop)
            #expect(try await world.messages().isEmpty)
            #expect(try await world.phone.decide(.approve, on: enabled, of: .pairing).status == 200)
            try await expect("pairing.enabled", enabled, world) { $0["enabled"] == .flag(true) }
            let denied = try await world.harness.pair(world.phone, user: "denied", with: world.shop)
            #expect(try await world.phone.decide(.deny, on: denied, of: .pairing).status == 200)
            try await expect("pairing.denied", denied, world) { $0["enabled"] == .flag(false) }
            for _ in 0..<2 {
                let deactivated = try await world.harness.post(
                    "/v1/pairings/" + enabled, [("deactivated", "true")], as: world.shop)
                #expect(deactivated.status == 200)
            }
            try await expect("pairing.deactivated", enabled, world) { $0["deactivated"] == .flag(true) }

            let request = try await world.ask()
            #expect(try await world.phone.end(.pairing, world.pairing).status == 200)
            let bodies = try await world.bodies()
            #expect(
                Set(bodies.map { $0["type"].text }) == ["pairing.deactivated", "authentication_request.withdrawn"])
            #expect(Set(bodies.map { $0["data"]["id"].text }) == [world.pairing, request])
        }
    }

    @Test("Without an endpoint nothing is written, and nobody is told of another requester's")
    func withoutEndpoint() async throws {
        try await WebhookWorld.run { world in
            let other = try await world.harness.requester("Other")
            let (phone, _) = try await world.harness.pairedPhone(user: "jdoe", with: other)
            let asked = try await world.harness.post(
                AuthenticationRequestTests.initiate, [("user_name", "jdoe"), ("terminal_name", "t")], as: other)
            #expect(try await phone.decide(.approve, on: asked.json["id"].text).status == 200)
            #expect(try await world.messages().isEmpty)
            try await world.approve()
            #expect(try await world.messages().map { try $0.text("requester_id") } == [world.shop.id])
        }
    }

    @Test("A request that is refused writes nothing, also if it would have changed something")
    func refused() async throws {
        try await WebhookWorld.run { world in
            let id = try await world.ask()
            let path = "/v1/authentication_requests/\(id)/cancel"
            let (headers, body) = try world.harness.signedPost(path, [], as: world.shop)
            // The nonce is used already, so that the transaction that cancels is undone.
            let nonce = try Self.nonce(of: headers, world)
            #expect(try await world.store.record(nonce.use, horizon: nonce.horizon) == .fresh)
            let replayed = try await world.harness.send(.post, path, headers: headers, body: body)
            #expect(replayed.status == 401)
            #expect(try await world.bodies().isEmpty)
            #expect(try await world.harness.post(path, [], as: world.shop).status == 200)
            try await expect("authentication_request.cancelled", id, world)
        }
    }

    /// Returns the use of a nonce in a signed header.
    private static func nonce(
        of headers: HTTPFields, _ world: WebhookWorld
    ) throws -> (use: NonceUse, horizon: Int64) {
        let header = try #require(headers[.authorization])
        func value(_ name: String) throws -> String {
            let start = try #require(header.firstRange(of: name + "=\"")).upperBound
            return String(header[start...].prefix { $0 != "\"" })
        }
        let timestamp = try #require(Int64(value("oauth_timestamp")))
        return (
            NonceUse(consumerKey: world.shop.key, token: nil, timestamp: timestamp, nonce: try value("oauth_nonce")),
            timestamp - 300
        )
    }

    @Test("The id of a message follows from what has happened, and a request has one end")
    func identifiers() async throws {
        try await WebhookWorld.run { world in
            let id = try await world.approve()
            let digits = id.filter { $0 != "-" }
            #expect(try await world.messages().map { try $0.text("id") } == ["msg_" + digits])
            try await clear(world)
            _ = try await world.harness.post(
                "/v1/pairings/" + world.pairing, [("deactivated", "true")], as: world.shop)
            let pairing = world.pairing.filter { $0 != "-" }
            #expect(try await world.messages().map { try $0.text("id") } == ["msg_\(pairing)_deactivated"])
        }
    }
}

#endif
