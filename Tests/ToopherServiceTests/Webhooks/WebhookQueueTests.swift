#if Service

import Database
import DeviceProtocol
import HTTPExchange
import HTTPTypes
import TestSupport
import Testing

@testable import ToopherService

@Suite("Webhooks that wait") struct WebhookQueueTests {
    @Test("Of several nodes one sends a message, and another one does when the first has died")
    func leases() async throws {
        try await WebhookWorld.run { world in
            try await world.approve()
            let now = world.clock.now
            func take(_ lease: String, at now: Int64) async throws -> [WebhookMessage] {
                try await world.store.takeMessages(
                    of: world.shop.id, atMost: 10, lease: lease, until: now + 60, now: now)?.messages ?? []
            }
            async let one = take("a", at: now)
            async let other = take("b", at: now)
            let taken = try await one + other
            #expect(taken.count == 1)
            #expect(try await take("c", at: now + 59).isEmpty)
            let again = try await take("d", at: now + 60)
            #expect(again.count == 1 && again[0].attempts == 2 && again[0].body == taken[0].body)
            // The first one wakes up: what it knows no longer counts.
            #expect(
                try await world.store.postponeMessage(taken[0], until: 0, of: world.shop.id, keeping: 10) == 0)
            try await world.store.deleteMessage(taken[0])
            #expect(try await world.messages().map { try $0.text("lease") } == ["d"])
            #expect(try await world.messages()[0].integer("due") == now + 120)
            try await world.store.deleteMessage(again[0])
            #expect(try await world.messages().isEmpty)
        }
    }

    @Test("Two nodes that are woken up at once send each message once")
    func nodes() async throws {
        let transport = ScriptedTransport()
        try await WebhookWorld.run(transport) { world in
            let other = try #require(world.harness.sender())
            for _ in 0..<10 { try await world.approve() }
            while try await !world.messages().isEmpty {
                async let one: Void = world.sender.sendDue()
                async let two: Void = other.sendDue()
                _ = await (one, two)
            }
            #expect(transport.sent.count == 10)
            #expect(Set(transport.sent.map { $0.request.headerFields[.init("Webhook-Id")!] }).count == 10)
        }
    }

    @Test("Of too many messages the oldest are deleted, of this requester alone, with a line in the log")
    func bounded() async throws {
        let (transport, recorder) = (ScriptedTransport(status: 500), LogRecorder())
        var limits = WebhookLimits()
        limits.queued = 3
        try await WebhookWorld.run(transport, limits: limits, recorder: recorder) { world in
            try await world.store.database.write { transaction throws(DatabaseError) in
                _ = try transaction.execute(
                    """
                    INSERT INTO webhook_messages (id, requester_id, subject_id, type, body, created, due, attempts)
                    VALUES ('other', 'other', '', '', '', 0, 0, 0)
                    """)
            }
            var ids: [String] = []
            for _ in 0..<5 {
                ids.append("msg_" + (try await world.approve()).filter { $0 != "-" })
                world.clock.advance(by: 1)
            }
            await world.sender.sendDue()
            let kept = try await world.messages().map { try $0.text("id") }
            #expect(kept == ["other"] + ids.suffix(3))
            #expect(recorder.text.contains("the oldest were deleted"))
        }
    }

    @Test("Of a suspended requester nothing is sent until it is resumed, and what is old is deleted")
    func suspended() async throws {
        let transport = ScriptedTransport()
        try await WebhookWorld.run(transport) { world in
            let id = try await world.ask()
            try await world.harness.service.setState(.suspended, of: world.shop.key)
            #expect(try await world.phone.decide(.approve, on: id).status == 200)
            await world.sender.sendDue()
            #expect(transport.sent.isEmpty)
            #expect(try await world.bodies().count == 1)
            try await world.harness.service.setState(.active, of: world.shop.key)
            await world.sender.sendDue()
            #expect(transport.sent.count == 1)

            try await world.approve()
            for (elapsed, count) in [(WebhookSchedule.longestAge - 1, 1), (1, 0)] {
                world.clock.advance(by: elapsed)
                while try await world.store.deleteExpired(now: world.clock.now) {}
                #expect(try await world.messages().count == count)
            }
        }
    }

    @Test("With the endpoint, and with the requester, everything goes that waits for it")
    func removed() async throws {
        for isDeleted in [true, false] {
            let transport = ScriptedTransport()
            try await WebhookWorld.run(transport) { world in
                try await world.approve()
                if isDeleted {
                    try await world.harness.service.setState(.deleted, of: world.shop.key)
                } else {
                    try await world.harness.service.removeWebhook(of: world.shop.key)
                    try await world.approve()
                }
                await world.sender.sendDue()
                #expect(transport.sent.isEmpty)
                for table in ["webhook_messages", "webhook_secrets", "webhook_endpoints"] {
                    #expect(try await world.store.count(table) == 0)
                }
            }
        }
    }
}

#endif
