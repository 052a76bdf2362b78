#if Service

import CurlTransport
import Database
import DeviceProtocol
import HTTPTypes
import TestServer
import TestSupport
import Testing

@testable import ToopherService

/// The sender as it runs in a service, which nothing but notifications and its timer wake up.
@Suite("The sender of webhooks", .timeLimit(.minutes(5))) struct WebhookSenderTests {
    /// Runs the sender while `body` runs.
    private func running(_ sender: WebhookSender, _ body: () async throws -> Void) async throws {
        let task = Task { await sender.run() }
        do {
            try await body()
        } catch {
            task.cancel()
            await task.value
            throw error
        }
        task.cancel()
        await task.value
    }

    @Test("A message is sent when it is written, without anybody looking for it")
    func notified() async throws {
        let receiver = WebhookReceiver()
        try await WebhookWorld.run(receiver: receiver) { world in
            try await running(world.sender) {
                var arrivals = receiver.arrivals.makeAsyncIterator()
                for _ in 0..<3 {
                    let id = try await world.approve()
                    let request = try #require(await arrivals.next(isolation: #isolation))
                    #expect(try JSON.parse(request.body)["data"]["id"].text == id)
                    #expect(try request.isValid(world.verifier))
                }
            }
        }
    }

    @Test("Endpoints that are silent or dead do not delay another one's messages")
    func deadEndpoints() async throws {
        let (silent, healthy) = (WebhookReceiver { _ in nil }, WebhookReceiver())
        try await WebhookWorld.run(receiver: healthy) { world in
            let transport = try CurlTransport()
            var settings = WebhookSettings(
                transport: transport,
                exceptions: [silent.authority, healthy.authority].compactMap { WebhookException($0) })
            (settings.limits.concurrency, settings.limits.concurrencyPerRequester) = (6, 2)
            // Longer than the test may take: no timeout makes room.
            settings.limits.deadline = .seconds(600)
            let core = world.harness.service.core
            let sender = WebhookSender(
                store: core.store, settings: settings, alarm: core.caches.webhooks, clock: core.clock,
                random: core.random, logger: world.harness.service.configuration.logger)
            for number in 0..<2 {
                let other = try await world.harness.requester("Silent \(number)")
                _ = try await world.harness.service.setWebhook(silent.url, of: other.key)
                try await Self.fill(world.store, other.id, count: 20, now: world.clock.now)
            }
            try await running(sender) {
                // Both have taken what they get, and keep it.
                var stuck = silent.arrivals.makeAsyncIterator()
                for _ in 0..<4 { _ = await stuck.next(isolation: #isolation) }
                var arrivals = healthy.arrivals.makeAsyncIterator()
                for _ in 0..<10 {
                    let id = try await world.approve()
                    let request = try #require(await arrivals.next(isolation: #isolation))
                    #expect(try JSON.parse(request.body)["data"]["id"].text == id)
                }
            }
            #expect(silent.requests.count == 4)
            // What was being sent is left to the next sender at once.
            #expect(
                try await world.store.database.query(
                    "SELECT count(*) AS n FROM webhook_messages WHERE lease IS NULL AND due <= $1",
                    [.integer(world.clock.now)])[0].integer("n") == 40)
            await transport.close()
        }
        silent.stop()
    }

    /// Stores messages that are due.
    private static func fill(_ store: Store, _ requesterID: String, count: Int, now: Int64) async throws {
        try await store.database.write { transaction throws(DatabaseError) in
            for number in 0..<count {
                try transaction.execute(
                    """
                    INSERT INTO webhook_messages (id, requester_id, subject_id, type, body, created, due, attempts)
                    VALUES ($1, $2, '', 'test', '{}', $3, $3, 0)
                    """, [.text("\(requesterID) \(number)"), .text(requesterID), .integer(now)])
            }
        }
    }

    @Test("An alarm that rings while nobody waits ends the next wait, and a cancelled task does not wait")
    func alarm() async {
        let alarm = Alarm()
        alarm.ring()
        await alarm.wait(atMost: .seconds(600))
        await alarm.wait(atMost: .milliseconds(1))
        let waiting = Task { await alarm.wait(atMost: .seconds(600)) }
        waiting.cancel()
        await waiting.value
    }
}

#endif
