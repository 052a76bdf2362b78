#if Service

import DeviceProtocol
import HTTPTypes
import HTTPTypes
import Testing

@testable import ToopherService

/// The service's side of `docs/waiting.md`.
@Suite("Long polls of requesters", .timeLimit(.minutes(10))) struct LongPollTests {
    @Test("A decision ends a long poll", arguments: [DeviceProtocol.Decision.approve, .deny])
    func decided(_ decision: DeviceProtocol.Decision) async throws {
        try await Harness.run(longPoll: .seconds(600)) { harness in
            let shop = try await harness.requester()
            let phone = try await Phone.registered(with: harness)
            let pairing = try await harness.pair(phone, user: "jdoe", with: shop)
            async let polledPairing = harness.get("/v1/pairings/\(pairing)?wait=300", as: shop)
            try await harness.waitForWaiter()
            #expect(try await phone.decide(.approve, on: pairing, of: .pairing).status == 200)
            #expect(try await polledPairing.json["enabled"] == .flag(true))

            let id = try await harness.post(
                AuthenticationRequestTests.initiate, [("user_name", "jdoe"), ("terminal_name", "t")], as: shop
            ).json["id"].text
            async let polled = harness.get("/v1/authentication_requests/\(id)?wait=300", as: shop)
            try await harness.waitForWaiter()
            #expect(try await phone.decide(decision, on: id, of: .authenticationRequest).status == 200)
            let response = try await polled
            #expect(response.status == 200)
            #expect(response.json["pending"] == .flag(false))
            #expect(response.json["granted"] == .flag(decision == .approve))
            // Nothing is pending, so the next request does not wait.
            let next = try await harness.get("/v1/authentication_requests/\(id)?wait=300", as: shop)
            #expect(next.json == response.json)
        }
    }

    @Test("At the timeout the response is the one without waiting")
    func undecided() async throws {
        try await Harness.run(longPoll: .milliseconds(20)) { harness in
            let shop = try await harness.requester()
            let phone = try await Phone.registered(with: harness)
            let pairing = try await harness.pair(phone, user: "jdoe", with: shop)
            let polled = try await harness.get("/v1/pairings/\(pairing)?wait=300", as: shop)
            #expect(polled.status == 200 && polled.json["pending"] == .flag(true))
            #expect(try await harness.get("/v1/pairings/\(pairing)", as: shop).json == polled.json)
        }
    }

    @Test(
        "A malformed number of seconds does not wait",
        arguments: ["", "0", "-1", "1.5", "%2B1", "1e2", "0x10", "%D9%A1", "99999999999999999999", "soon"])
    func malformed(wait: String) async throws {
        try await Harness.run(longPoll: .seconds(600)) { harness in
            let shop = try await harness.requester()
            let phone = try await Phone.registered(with: harness)
            let pairing = try await harness.pair(phone, user: "jdoe", with: shop)
            let response = try await harness.get("/v1/pairings/\(pairing)?wait=\(wait)", as: shop)
            #expect(response.json["pending"] == .flag(true))
        }
    }

    @Test("Unsigned requests and other requesters are refused without waiting")
    func refused() async throws {
        try await Harness.run(longPoll: .seconds(600)) { harness in
            let (shop, other) = (try await harness.requester(), try await harness.requester("Other"))
            let phone = try await Phone.registered(with: harness)
            let pairing = try await harness.pair(phone, user: "jdoe", with: shop)
            let path = "/v1/pairings/\(pairing)?wait=300"
            #expect(try await harness.get(path, as: other).status == 404)
            #expect(try await harness.send(.get, path).status == 401)
            let unknown = "/v1/pairings/00000000-0000-4000-8000-000000000000?wait=300"
            #expect(try await harness.get(unknown, as: shop).status == 404)
            #expect(harness.service.core.changes.waiterCount == 0)
        }
    }
}

extension Harness {
    /// Waits until a long poll has begun.
    func waitForWaiter() async throws {
        while service.core.changes.waiterCount == 0 {
            try Task.checkCancellation()
            await Task.yield()
        }
    }
}

#endif
