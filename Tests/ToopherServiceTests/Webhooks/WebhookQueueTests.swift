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

    @Test("Messages that nobody sends are bounded where they are written, whatever else waits")
    func boundedWhenWritten() async throws {
        try await WebhookWorld.run { world in
            let (limit, now) = (WebhookLimits.maximumQueued, world.clock.now)
            try await world.fill("other", count: 100, created: now - 1000)
            try await world.fill(world.shop.id, count: limit, created: now - 1000)
            var request = try #require(try await world.store.authenticationRequest(id: world.ask()))
            request.state = .granted
            request.hasWebhook = true
            // What a paused endpoint is to be told of: every 64th message looks at the queue.
            var longest: Int64 = 0
            for number in 0..<512 {
                let digits = String(number % 256, radix: 16)
                let prefix = (digits.utf8.count == 1 ? "0" : "") + digits
                let suffix = String(1000 + number)
                request.id = "\(prefix)000000-0000-4000-8000-00000000\(suffix)"
                let announced = request
                try await world.store.database.write { transaction throws(DatabaseError) in
                    try Store.announce(announced, now: now, transaction)
                }
                longest = max(longest, try await world.count(of: world.shop.id))
            }
            #expect(longest <= Int64(limit) + 64 && longest >= Int64(limit))
            #expect(try await world.count(of: "other") == 100)
            let kept = try await world.store.database.query(
                "SELECT count(*) AS n FROM webhook_messages WHERE subject_id LIKE '__000000-0000-4000-8000-%'")
            #expect(try kept[0].integer("n") == 512, "the newest are kept")
        }
    }

    @Test("One message in 64 looks at the queue, by the first digits of what it is about")
    func sampled() {
        let looking = (0..<256).filter { number in
            let digits = String(number, radix: 16)
            return Store.looksAtQueue("msg_" + (digits.utf8.count == 1 ? "0" : "") + digits + "0c1d2e3f")
        }
        #expect(looking == [0, 64, 128, 192])
        #expect(Store.looksAtQueue("msg_40ac_deactivated") && !Store.looksAtQueue("msg_41ac_deactivated"))
        #expect(Store.looksAtQueue(""), "rather than not at all")
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

extension WebhookWorld {
    /// Stores messages of a requester that are not due.
    fileprivate func fill(_ requesterID: String, count: Int, created: Int64) async throws {
        try await store.database.write { transaction throws(DatabaseError) in
            for start in stride(from: 0, to: count, by: 500) {
                let rows = (start..<min(start + 500, count)).map {
                    "('\(requesterID) \($0)', $1, '', 'test', '{}', $2, $3, 0)"
                }
                try transaction.execute(
                    """
                    INSERT INTO webhook_messages (id, requester_id, subject_id, type, body, created, due, attempts)
                    VALUES \(rows.joined(separator: ", "))
                    """, [.text(requesterID), .integer(created), .integer(created + 100_000)])
            }
        }
    }

    /// Counts the messages of a requester.
    fileprivate func count(of requesterID: String) async throws -> Int64 {
        try await store.database.query(
            "SELECT count(*) AS n FROM webhook_messages WHERE requester_id = $1", [.text(requesterID)]
        )[0].integer("n")
    }
}

#endif
