#if Service

import CryptoCore
import DeviceProtocol
import HTTPExchange
import HTTPTypes
import TestSupport
import Testing

@testable import ToopherService

/// Messages through push services.
@Suite("Push messages", .timeLimit(.minutes(5))) struct PushDeliveryTests {
    @Test("A new request wakes up its phone, and tells the push service nothing")
    func delivered() async throws {
        try await PushWorld.run { world in
            let id = try await world.ask()
            let (sent, said) = try await world.next()
            #expect(said == id)
            #expect(sent.request.method == .post && sent.request.authority == "updates.push.services.mozilla.com")
            #expect(sent.request.path == "/wpush/v2/token")
            let fields = sent.request.headerFields
            func field(_ name: String) -> String? { HTTPField.Name(name).flatMap { fields[$0] } }
            #expect(field("TTL") == "\(Lifetimes().authenticationRequest)")
            #expect(field("Urgency") == "high" && field("Topic") == "pending")
            let key = try await world.harness.send(.get, "/v1/device/service").json["push_key"].text
            #expect(field("Authorization")?.hasSuffix(", k=\(key)") == true && key.utf8.count == 87)
            let other = try PushBrowser()
            #expect(other.decrypt(sent.body) == nil)
        }
    }

    @Test("A pairing wakes its phone up too, and a request that is merged does not")
    func once() async throws {
        try await PushWorld.run { world in
            let first = try await world.ask()
            #expect(try await world.ask() == first)
            let phrase = try await world.phone.phrase()
            let pairing = try await world.harness.post(
                "/v1/pairings/create", [("pairing_phrase", phrase), ("user_name", "other")], as: world.shop
            ).json["id"].text
            #expect(try await world.next().id == first)
            #expect(try await world.next().id == pairing)
        }
    }

    @Test("A subscription that is gone is forgotten", arguments: [404, 410])
    func gone(_ status: Int) async throws {
        try await PushWorld.run(respond: { _ in HTTPResponse(status: .init(code: status)) }) { world in
            _ = try await world.ask()
            _ = try await world.next()
            let (store, id) = (world.harness.service.core.store, world.phone.id)
            while try await store.pushSubscription(deviceID: id) != nil { await Task.yield() }
        }
    }

    @Test("A busy push service, or one that cannot be reached, is asked again, as long as it is of use")
    func retried() async throws {
        try await PushWorld.run(respond: { index throws(TransportError) in
            switch index {
            case 0: HTTPResponse(status: .init(code: 503), headerFields: [.retryAfter: "7"])
            case 1: throw TransportError.timedOut
            case 2: HTTPResponse(status: .init(code: 500))
            case 3: HTTPResponse(status: .init(code: 429), headerFields: [.retryAfter: "1"])
            default: HTTPResponse(status: .created)
            }
        }) { world in
            let (start, id) = (world.harness.clock.now, try await world.ask())
            for _ in 0..<4 { #expect(try await world.next().id == id) }
            #expect(world.harness.clock.now == start + 7 + 8 + 30)
            // Four times is enough.
            let last = try await world.ask(action: "Pay")
            #expect(try await world.next().id == last)
        }
    }

    @Test("What has ended meanwhile is not announced again", arguments: [true, false])
    func ended(_ isSuperseded: Bool) async throws {
        let (gate, opening) = AsyncStream<Void>.makeStream()
        try await PushWorld.run(
            sleep: { _ in for await _ in gate { return } },
            respond: { index in HTTPResponse(status: .init(code: index == 0 ? 503 : 201)) }
        ) { world in
            let first = try await world.ask()
            #expect(try await world.next().id == first)
            if isSuperseded {
                let second = try await world.ask(action: "Pay")
                #expect(try await world.next().id == second)
            }
            world.harness.clock.advance(by: isSuperseded ? 10 : Lifetimes().authenticationRequest)
            opening.yield()
            await world.settle()
            let last = try await world.ask(action: "Read")
            #expect(try await world.next().id == last)
        }
    }

    @Test("What still waits for a decision is announced again")
    func again() async throws {
        let (gate, opening) = AsyncStream<Void>.makeStream()
        try await PushWorld.run(
            sleep: { _ in for await _ in gate { return } },
            respond: { index in HTTPResponse(status: .init(code: index == 0 ? 503 : 201)) }
        ) { world in
            let first = try await world.ask()
            #expect(try await world.next().id == first)
            world.harness.clock.advance(by: 10)
            opening.yield()
            #expect(try await world.next().id == first)
        }
    }

    @Test("A refusal is logged without the address, and is no reason to try again")
    func refused() async throws {
        let recorder = LogRecorder()
        try await PushWorld.run(
            recorder: recorder,
            respond: { index in
                HTTPResponse(status: .init(code: index == 0 ? 413 : 201))
            }
        ) { world in
            _ = try await world.ask()
            _ = try await world.next()
            let second = try await world.ask(action: "Pay")
            #expect(try await world.next().id == second)
            #expect(recorder.text.contains("a push service refuses a message"))
            #expect(recorder.text.contains("413") && !recorder.text.contains("wpush"))
        }
    }

    @Test("A phone without subscription holds no place for what is shown later")
    func withoutSubscription() async throws {
        let (gate, opening) = AsyncStream<Void>.makeStream()
        try await PushWorld.run(sleep: { _ in for await _ in gate { return } }) { world in
            #expect(try await world.phone.call(.delete, "/v1/device/push").status == 200)
            for _ in 0..<3 {
                let id = try await world.ask()
                _ = try await world.phone.decide(.deny, on: id)
            }
            // It is shown later, and nothing wakes up the one that would wait for it.
            _ = try await world.ask()
            await world.settle()
            opening.finish()
        }
    }

    @Test("Beyond the limit no message waits, and the requests are there nevertheless")
    func bounded() async throws {
        var limits = PushLimits()
        limits.waiting = 0
        try await PushWorld.run(limits: limits) { world in
            let id = try await world.ask()
            #expect(try await world.phone.pending()["authentication_requests"].array.map { $0["id"].text } == [id])
        }
    }
}

#endif
