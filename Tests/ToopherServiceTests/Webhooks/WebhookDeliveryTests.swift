#if Service

import CurlTransport
import Database
import DeviceProtocol
import HTTPExchange
import HTTPTypes
import TestServer
import TestSupport
import Testing

@testable import ToopherService

@Suite("Sending webhooks", .timeLimit(.minutes(5))) struct WebhookDeliveryTests {
    @Test("A receiver gets what has happened, and its signature covers id, time and body")
    func delivered() async throws {
        let receiver = WebhookReceiver()
        try await WebhookWorld.run(receiver: receiver) { world in
            let id = try await world.approve()
            world.clock.advance(by: 7)
            await world.sender.sendDue()
            #expect(try await world.messages().isEmpty)
            #expect(receiver.requests.count == 1)
            let request = try #require(receiver.requests.first)
            #expect(request.method == "POST" && request.target == "/hooks?of=shop")
            #expect(request.value("host") == receiver.authority)
            #expect(request.value("content-type") == "application/json")
            #expect(request.value("webhook-id") == "msg_" + id.filter { $0 != "-" })
            // Of the attempt, not of the event.
            #expect(request.value("webhook-timestamp") == "1700000007")
            #expect(try request.isValid(world.verifier))
            #expect(try !request.isValid(world.verifier, body: request.body + [0x20]))
            #expect(try !request.isValid(world.verifier, timestamp: "1700000008"))
            #expect(try !request.isValid(WebhookVerifier(secret: WebhookSignatureTests.secret)))
            let body = try JSON.parse(request.body)
            #expect(body["type"].text == "authentication_request.granted")
            #expect(body["timestamp"].text == "2023-11-14T22:13:20Z" && body["data"]["id"].text == id)
        }
    }

    @Test("A message that is not taken is sent again, with the same id and body and a new time, until it is given up")
    func retries() async throws {
        let (transport, recorder) = (ScriptedTransport("no", status: 500), LogRecorder())
        try await WebhookWorld.run(transport, recorder: recorder) { world in
            try await world.approve()
            for attempt in 1... {
                await world.sender.sendDue()
                await world.sender.sendDue()
                #expect(transport.sent.count == attempt)
                guard let due = try await world.messages().first?.integer("due") else { break }
                // Not a second earlier.
                world.clock.advance(by: due - world.clock.now - 1)
                await world.sender.sendDue()
                #expect(transport.sent.count == attempt)
                world.clock.advance(by: 1)
            }
            #expect(transport.sent.count == WebhookSchedule.delays.count + 1)
            #expect(Set(transport.sent.map(\.body)).count == 1)
            let fields = transport.sent.map(\.request.headerFields)
            #expect(Set(fields.map { $0[.init("Webhook-Id")!] }).count == 1)
            #expect(Set(fields.map { $0[.init("Webhook-Timestamp")!] }).count == fields.count)
            #expect(Set(fields.map { $0[.init("Webhook-Signature")!] }).count == fields.count)
            let log = recorder.text
            #expect(log.contains("a message to an endpoint was given up") && log.contains("status 500"))
            #expect(!log.contains("whsec_") && !log.contains("jdoe") && !log.contains("v1,"))
        }
    }

    @Test(
        "Only 2xx is success: a redirect is not followed",
        arguments: [
            (200, true), (204, true), (299, true), (301, false), (307, false), (400, false), (404, false), (503, false),
        ])
    func statuses(_ status: Int, _ isSuccess: Bool) async throws {
        let transport = ScriptedTransport(status: status, headers: [.location: "https://elsewhere.test/"])
        try await WebhookWorld.run(transport) { world in
            try await world.approve()
            await world.sender.sendDue()
            #expect(transport.sent.map(\.request.authority) == ["hooks.test"])
            #expect(try await world.messages().isEmpty == isSuccess)
        }
    }

    @Test("A failed connection is a failure like any other, and what is sent is bounded")
    func failures() async throws {
        let transport = ScriptedTransport(failure: .couldNotConnect)
        try await WebhookWorld.run(transport) { world in
            try await world.approve()
            await world.sender.sendDue()
            #expect(try await world.messages().map { try $0.integer("attempts") } == [1])
            let options = try #require(transport.sent.first?.options)
            #expect(options.totalTimeout == .seconds(15) && options.maximumResponseBytes <= 65_536)
        }
    }

    @Test(
        "Retry-After delays the next attempt, within an hour, and everything else for the endpoint",
        arguments: [
            ("100", nil, Int64(100)), ("86400", nil, 3600), ("1", nil, 5), ("-1", nil, 5),
            ("Fri, 31 Dec 1999 23:59:59 GMT", nil, 5),
            // A minute after the service's time, 2023-11-14 22:13:20; then by the clock of the endpoint, which is an hour behind.
            ("Tue, 14 Nov 2023 22:14:20 GMT", nil, 60),
            ("Tue, 14 Nov 2023 21:14:20 GMT", "Tue, 14 Nov 2023 21:13:20 GMT", 60),
            ("Tuesday, 14-Nov-23 22:14:20 GMT", nil, 60), ("Wed, 15 Nov 2023 22:14:20 GMT", nil, 3600),
            ("Tue, 14 Nov 2023 22:14:20", nil, 5), ("soon", nil, 5),
            ("99999999999999999999", nil, 5),
        ])
    func retryAfter(_ text: String, _ date: String?, _ seconds: Int64) async throws {
        let transport = ScriptedTransport { (_, index) throws(TransportError) in
            var fields: HTTPFields = [.retryAfter: text]
            fields[.date] = date
            return HTTPTransportResponse(
                head: HTTPResponse(status: index == 0 ? .tooManyRequests : .ok, headerFields: fields), body: [])
        }
        try await WebhookWorld.run(transport) { world in
            try await world.approve()
            await world.sender.sendDue()
            try await world.approve()
            world.clock.advance(by: seconds - 1)
            await world.sender.sendDue()
            #expect(transport.sent.count == 1)
            // The jitter of the first delay is at most a second.
            world.clock.advance(by: 2)
            for _ in 0..<2 { await world.sender.sendDue() }
            #expect(transport.sent.count == 3)
            #expect(try await world.messages().isEmpty)
        }
    }

    @Test("A 410 ends the endpoint with all its messages, until an operator names one again")
    func gone() async throws {
        let (transport, recorder) = (ScriptedTransport(status: 410), LogRecorder())
        try await WebhookWorld.run(transport, recorder: recorder) { world in
            try await world.approve()
            await world.sender.sendDue()
            #expect(try await world.messages().isEmpty)
            #expect(try await world.harness.service.webhook(of: world.shop.key)?.isActive == false)
            #expect(recorder.text.contains("an endpoint is gone (410)"))
            try await world.approve()
            #expect(try await world.messages().isEmpty)
            await world.sender.sendDue()
            #expect(transport.sent.count == 1)
            #expect(try await world.harness.service.setWebhook(WebhookWorld.url, of: world.shop.key) == nil)
            #expect(try await world.harness.service.webhook(of: world.shop.key)?.isActive == true)
            try await world.approve()
            await world.sender.sendDue()
            #expect(transport.sent.count == 2)
        }
    }

    @Test("A 410 of an endpoint that has been replaced meanwhile ends nothing")
    func goneTooLate() async throws {
        try await WebhookWorld.run { world in
            try await world.approve()
            let taken = try #require(
                try await world.store.takeMessages(
                    of: world.shop.id, atMost: 1, lease: "a", until: .max, now: world.clock.now))
            _ = try await world.harness.service.setWebhook("https://other.test/", of: world.shop.key)
            try await world.store.disableWebhook(taken.target, now: 0)
            #expect(try await world.harness.service.webhook(of: world.shop.key)?.isActive == true)
            #expect(try await world.messages().count == 1)
            var target = taken.target
            target.url = "https://other.test/"
            try await world.store.disableWebhook(target, now: 0)
            #expect(try await world.harness.service.webhook(of: world.shop.key)?.isActive == false)
        }
    }

    @Test("Plain http is sent only to a host and port that the operator has named")
    func plainHTTP() async throws {
        for (url, exceptions, isSent) in [
            ("http://hooks.test:8080/", ["hooks.test:8080"], true), ("http://hooks.test/", ["hooks.test"], true),
            ("http://HOOKS.test:80/", ["hooks.test"], true), ("http://hooks.test:8080/", [], false),
            ("http://hooks.test:8080/", ["hooks.test"], false), ("http://hooks.test:8080/", ["hooks.test:8081"], false),
            ("http://hooks.test/", ["hooks.test:443"], false), ("http://a.hooks.test/", ["hooks.test"], false),
            ("https://hooks.test/", [], true),
        ] {
            let transport = ScriptedTransport()
            try await WebhookWorld.run(transport, url: url, exceptions: exceptions) { world in
                try await world.approve()
                await world.sender.sendDue()
                #expect(transport.sent.isEmpty == !isSent, "\(url) \(exceptions)")
                #expect(try await world.messages().isEmpty == isSent)
            }
        }
    }

    @Test("A message to an address that the transport may not connect to is not sent, and waits")
    func privateAddress() async throws {
        let (receiver, recorder) = (WebhookReceiver(), LogRecorder())
        for (exceptions, isSent) in [([], false), ([receiver.authority], true)] {
            let transport = try CurlTransport(
                configuration: .init(
                    plainHTTP: .allowed, proxy: .none, destinations: .publicAddresses(except: exceptions)))
            try await WebhookWorld.run(
                transport, url: receiver.url, exceptions: [receiver.authority], recorder: recorder
            ) { world in
                try await world.approve()
                await world.sender.sendDue()
                #expect(receiver.requests.isEmpty == !isSent)
                #expect(try await world.messages().isEmpty == isSent)
                #expect(recorder.text.contains("is not permitted"))
            }
            await transport.close()
        }
        receiver.stop()
    }

    @Test("A secret that does not open fails the messages of its endpoint, and no others")
    func sealed() async throws {
        let (transport, recorder) = (ScriptedTransport(), LogRecorder())
        try await WebhookWorld.run(transport, recorder: recorder) { world in
            let other = try await world.harness.requester("Other")
            let (phone, _) = try await world.harness.pairedPhone(user: "jdoe", with: other)
            _ = try await world.harness.service.setWebhook("https://other.test/", of: other.key)
            // One that was sealed for another requester.
            try await world.store.database.write { transaction throws(DatabaseError) in
                _ = try transaction.execute(
                    """
                    UPDATE webhook_secrets SET sealed_secret =
                        (SELECT sealed_secret FROM webhook_secrets WHERE requester_id = $1) WHERE requester_id = $2
                    """, [.text(other.id), .text(world.shop.id)])
            }
            try await world.approve()
            let asked = try await world.harness.post(
                AuthenticationRequestTests.initiate, [("user_name", "jdoe"), ("terminal_name", "t")], as: other)
            #expect(try await phone.decide(.approve, on: asked.json["id"].text).status == 200)
            await world.sender.sendDue()
            #expect(transport.sent.map(\.request.authority) == ["other.test"])
            #expect(try await world.messages().map { try $0.text("requester_id") } == [world.shop.id])
            #expect(recorder.text.contains("its secret cannot be used"))
        }
    }
}

#endif
