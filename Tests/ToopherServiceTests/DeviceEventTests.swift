#if Service

import CryptoCore
import DeviceProtocol
import HTTPTypes
import OAuth1
import Testing
import WebSyntax

@testable import ToopherService

/// The stream of a phone that is in use, over real connections.
@Suite("Events for phones", .timeLimit(.minutes(10))) struct DeviceEventTests {
    @Test("The stream begins with what is pending, and goes on with every change")
    func changes() async throws {
        try await LiveService.run { live in
            let phone = try await LivePhone.registered(with: live)
            let client = try RawClient(port: live.port)
            client.send(try Self.request(phone))
            let first = try #require(await client.read(upTo: "\n\n\r\n"))
            #expect(first.hasPrefix("HTTP/1.1 200"))
            #expect(first.lowercased().contains("content-type: text/event-stream\r\n"))
            let requester = try await Self.requester(live)
            async let arrived = client.read(upTo: "\"user\":{")
            let pairing = try await Self.pair(phone, with: requester, live)
            #expect(try #require(await arrived).contains(pairing))
            async let emptied = client.read(upTo: "\"pairings\":[]")
            #expect(try await phone.decideNext(.pairing, .approve).status == 200)
            #expect(await emptied != nil)
        }
    }

    @Test("A phone that knows the current list is sent none until it changes")
    func resumed() async throws {
        try await LiveService.run(events: EventStreamTimes(heartbeat: .milliseconds(10))) { live in
            let phone = try await LivePhone.registered(with: live)
            let client = try RawClient(port: live.port)
            client.send(try Self.request(phone))
            let text = try #require(await client.read(upTo: "data: "))
            let id = try #require(text.split(separator: "id: ").last?.prefix { $0 != "\n" })
            for (known, isSent) in [(String(id), false), ("A" + String(id.dropFirst()), true), ("", true)] {
                let again = try RawClient(port: live.port)
                again.send(try Self.request(phone, "Last-Event-ID: \(known)\r\n"))
                // The comment at the beginning, and the one or the event behind it.
                let beginning = try #require(await again.read(upTo: isSent ? "data: " : ":\n\n\r\n3\r\n:\n\n"))
                #expect(beginning.contains("data: ") == isSent)
                again.close()
                while live.service.core.changes.waiterCount > 1 { await Task.yield() }
            }
        }
    }

    @Test("A stream ends at its time, with a complete response")
    func lifetime() async throws {
        try await LiveService.run(events: EventStreamTimes(heartbeat: .milliseconds(10), lifetime: 1)) { live in
            let client = try RawClient(port: live.port)
            client.send(try await Self.request(LivePhone.registered(with: live)))
            let text = try #require(await client.read(upTo: "\r\n0\r\n\r\n"))
            #expect(text.contains("event: pending\n"))
            #expect(text.contains("\r\n3\r\n:\n\n\r\n"), "a comment")
            #expect(live.service.core.changes.waiterCount == 0)
        }
    }

    @Test("A stream that may not wait ends after the list")
    func bounded() async throws {
        var waits = WaitLimits()
        waits.device = 1
        try await LiveService.run(waits: waits) { live in
            let phone = try await LivePhone.registered(with: live)
            let first = try RawClient(port: live.port)
            first.send(try Self.request(phone))
            while live.service.core.changes.waiterCount == 0 { await Task.yield() }
            let second = try RawClient(port: live.port)
            second.send(try Self.request(phone))
            #expect(await second.read(upTo: "\r\n0\r\n\r\n")?.contains("event: pending\n") == true)
            withExtendedLifetime(first) {}
        }
    }

    @Test("A new stream ends the phone's oldest, so that none that was left behind keeps its place")
    func oldest() async throws {
        try await LiveService.run { live in
            let phone = try await LivePhone.registered(with: live)
            var clients: [RawClient] = []
            for _ in 0...OpenStreams.limit {
                let client = try RawClient(port: live.port)
                client.send(try Self.request(phone))
                _ = try #require(await client.read(upTo: "data: "))
                clients.append(client)
            }
            // Behind the line end of the event, which was read with it.
            #expect(await clients[0].read(upTo: "0\r\n\r\n") != nil)
            while live.service.core.changes.waiterCount != OpenStreams.limit { await Task.yield() }
            withExtendedLifetime(clients) {}
        }
    }

    @Test("A client that leaves ends its stream")
    func left() async throws {
        try await LiveService.run { live in
            let client = try RawClient(port: live.port)
            client.send(try await Self.request(LivePhone.registered(with: live)))
            while live.service.core.changes.waiterCount == 0 { await Task.yield() }
            client.close()
            while live.service.core.changes.waiterCount > 0 { await Task.yield() }
        }
    }

    @Test("A stream is opened once with a signature, by its phone")
    func signature() async throws {
        try await Harness.run(events: EventStreamTimes(lifetime: 0)) { harness in
            let phone = try await Phone.registered(with: harness)
            let path = "/v1/device/events"
            let headers = try phone.headers(.get, path, [])
            #expect(try await harness.send(.get, path, headers: headers).status == 200)
            #expect(try await harness.send(.get, path, headers: headers).status == 401)
            #expect(try await harness.send(.get, path).status == 401)
            var other = try await Phone.registered(with: harness)
            other.id = phone.id
            #expect(try await other.call(.get, path).status == 401)
        }
    }

    @Test("What is shown later is sent when its time has come")
    func delayed() async throws {
        try await Harness.run(events: EventStreamTimes(heartbeat: .milliseconds(10), lifetime: 100)) { harness in
            let shop = try await harness.requester()
            let (phone, _) = try await harness.pairedPhone(user: "jdoe", with: shop)
            for _ in 0..<3 {
                let id = try await harness.post(
                    "/v1/authentication_requests/initiate", [("user_name", "jdoe"), ("terminal_name", "t")], as: shop
                ).json["id"].text
                _ = try await phone.decide(.deny, on: id)
            }
            let id = try await harness.post(
                "/v1/authentication_requests/initiate", [("user_name", "jdoe"), ("terminal_name", "t")], as: shop
            ).json["id"].text
            #expect(try await phone.pending()["authentication_requests"].array.isEmpty)
            async let stream = phone.call(.get, "/v1/device/events")
            while harness.service.core.changes.waiterCount == 0 { await Task.yield() }
            // Until it is shown, which is before it and the stream end.
            while try await phone.pending()["authentication_requests"].array.isEmpty { harness.clock.advance(by: 1) }
            let notifier = harness.service.core.changes
            notifier.notifyAll()
            while notifier.waiterCount == 0 { await Task.yield() }
            harness.clock.advance(by: 100)
            let text = String(decoding: try await stream.body, as: UTF8.self)
            #expect(text.contains(id))
        }
    }

    /// Returns the text of a signed request for the stream.
    private static func request(_ phone: LivePhone, _ more: String = "") throws -> String {
        let call = DeviceProtocol.Call(
            method: "GET", url: phone.service.base + "/device/events", body: [], device: phone.id,
            timestamp: SystemClock.unixSeconds(), nonce: Hex.encode(try RandomBytes.generate(16)))
        let fields = try call.signedHeaders(phone.key).map { "\($0.name): \($0.value)\r\n" }.joined()
        let host = try HTTPURL(call.url).authority.text
        return "GET /v1/device/events HTTP/1.1\r\nHost: \(host)\r\n\(fields)\(more)\r\n"
    }

    private static func requester(_ live: LiveService) async throws -> Signer {
        let created = try await live.service.createRequester(name: "Example Shop")
        return Signer(
            credentials: try Credentials(
                consumerKey: created.consumerKey, consumerSecret: SecretBytes(utf8: created.consumerSecret)))
    }

    /// Types the phone's phrase in; returns the id of the pairing.
    private static func pair(_ phone: LivePhone, with signer: Signer, _ live: LiveService) async throws -> String {
        let form = [Parameter("pairing_phrase", try await phone.phrase()), Parameter("user_name", "jdoe")]
        let header = try signer.authorizationHeader(
            method: "POST", url: live.baseURL + "pairings/create", formParameters: form)
        return try await live.send(
            .post, "/v1/pairings/create",
            headers: [.authorization: header, .contentType: "application/x-www-form-urlencoded"],
            body: Array(FormEncoding.encode(form).utf8)
        ).json["id"].text
    }
}

#endif
