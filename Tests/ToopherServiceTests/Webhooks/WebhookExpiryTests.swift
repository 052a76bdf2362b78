#if Service

import Database
import DeviceProtocol
import HTTPTypes
import Synchronization
import TestSupport
import Testing

@testable import ToopherService

@Suite("Requests that expire, and their endpoints") struct WebhookExpiryTests {
    private func types(_ transport: ScriptedTransport) throws -> [String] {
        try transport.sent.map { try JSON.parse($0.body)["type"].text }
    }

    @Test("At the deadline, and not before, the endpoint is told once")
    func expired() async throws {
        let transport = ScriptedTransport()
        try await WebhookWorld.run(transport, lifetime: 100) { world in
            let id = try await world.ask()
            world.clock.advance(by: 99)
            await world.sender.sendDue()
            #expect(transport.sent.isEmpty)
            world.clock.advance(by: 1)
            for _ in 0..<2 { await world.sender.sendDue() }
            #expect(try types(transport) == ["authentication_request.expired"])
            let data = try JSON.parse(transport.sent[0].body)["data"]
            #expect(data["id"].text == id && data["reason_code"] == .integer(3) && data["granted"] == .flag(false))
            let current = try await world.harness.get("/v1/authentication_requests/" + id, as: world.shop)
            #expect(current.json == data)
            #expect(try await world.messages().isEmpty)
        }
    }

    @Test("A request that was decided in time does not expire", arguments: [true, false])
    func decided(isSentBefore: Bool) async throws {
        let transport = ScriptedTransport()
        try await WebhookWorld.run(transport, lifetime: 100) { world in
            try await world.approve()
            #expect(try await world.messages().count == 1)
            if isSentBefore { await world.sender.sendDue() }
            world.clock.advance(by: 1000)
            await world.sender.sendDue()
            #expect(try types(transport) == ["authentication_request.granted"])
            #expect(try await world.messages().isEmpty)
        }
    }

    @Test("A decision while nobody knew of an endpoint is not mistaken for an expiry")
    func decidedUnnoticed() async throws {
        let transport = ScriptedTransport()
        try await WebhookWorld.run(transport, lifetime: 100) { world in
            let id = try await world.ask()
            try await world.store.database.write { transaction throws(DatabaseError) in
                _ = try transaction.execute(
                    "UPDATE authentication_requests SET state = 'denied' WHERE id = $1", [.text(id)])
            }
            world.clock.advance(by: 100)
            await world.sender.sendDue()
            #expect(transport.sent.isEmpty)
            #expect(try await world.messages().isEmpty)
        }
    }

    @Test("Whoever notices it first, what is known of the user is the same, and the endpoint is told once")
    func noticed() async throws {
        var histories: [PromptHistory] = []
        for isNoticedBySender in [true, false] {
            let transport = ScriptedTransport()
            let history = Box<PromptHistory>()
            try await WebhookWorld.run(transport, lifetime: 100) { world in
                // The third in a row that nobody answers makes a difference.
                for _ in 0..<3 {
                    try await world.ask()
                    world.clock.advance(by: 100)
                    if isNoticedBySender { await world.sender.sendDue() }
                }
                try await world.ask()
                let user = try await world.store.database.read { connection throws(DatabaseError) in
                    try Store.user(named: "jdoe", of: world.shop.id, connection)
                }
                history.value.withLock { $0 = user?.prompts }
                for _ in 0..<2 { await world.sender.sendDue() }
            }
            #expect(try types(transport) == Array(repeating: "authentication_request.expired", count: 3))
            histories.append(try #require(history.value.withLock { $0 }))
        }
        #expect(histories[0] == histories[1] && histories[0].quietUntil > 0)
    }

    @Test("A phone that answers after the endpoint was told is refused")
    func late() async throws {
        let transport = ScriptedTransport()
        try await WebhookWorld.run(transport, lifetime: 100) { world in
            let id = try await world.ask()
            let record = try #require(try await world.phone.record(.approve, to: id))
            world.clock.advance(by: 100)
            await world.sender.sendDue()
            #expect(try await world.phone.send(record).status != 200)
            await world.sender.sendDue()
            #expect(try types(transport) == ["authentication_request.expired"])
        }
    }
}

/// What a closure leaves for its test.
private final class Box<Value: Sendable>: Sendable {
    let value = Mutex<Value?>(nil)
}

#endif
