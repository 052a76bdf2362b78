#if Service

import DeviceProtocol
import HTTPTypes
import HTTPTypes
import Testing

@testable import ToopherService

/// docs/waiting.md, the service's side.
@Suite("Questions that are held", .timeLimit(.minutes(1))) struct WaitingTests {
    @Test("a held question is answered by the decision", arguments: [DeviceProtocol.Decision.approve, .deny])
    func decided(_ decision: DeviceProtocol.Decision) async throws {
        try await Harness.run(longPoll: .seconds(600)) { harness in
            let shop = try await harness.requester()
            let phone = try await Phone.registered(with: harness)
            let pairing = try await harness.pair(phone, user: "jdoe", with: shop)
            async let heldPairing = harness.get("/v1/pairings/\(pairing)?wait=300", as: shop)
            try await harness.untilSomeoneWaits()
            #expect(try await phone.answer(.approve, to: pairing, of: .pairing).status == 200)
            #expect(try await heldPairing.json["enabled"] == .flag(true))

            let id = try await harness.post(
                AuthenticationRequestTests.initiate, [("user_name", "jdoe"), ("terminal_name", "t")], as: shop
            ).json["id"].text
            async let held = harness.get("/v1/authentication_requests/\(id)?wait=300", as: shop)
            try await harness.untilSomeoneWaits()
            #expect(try await phone.answer(decision, to: id, of: .authenticationRequest).status == 200)
            let answer = try await held
            #expect(answer.status == 200)
            #expect(answer.json["pending"] == .flag(false))
            #expect(answer.json["granted"] == .flag(decision == .approve))
            // Nothing is pending any more: the next one does not wait.
            let next = try await harness.get("/v1/authentication_requests/\(id)?wait=300", as: shop)
            #expect(next.json == answer.json)
        }
    }

    @Test("when the time is over, the answer is what it would have been without waiting")
    func undecided() async throws {
        try await Harness.run(longPoll: .milliseconds(20)) { harness in
            let shop = try await harness.requester()
            let phone = try await Phone.registered(with: harness)
            let pairing = try await harness.pair(phone, user: "jdoe", with: shop)
            let held = try await harness.get("/v1/pairings/\(pairing)?wait=300", as: shop)
            #expect(held.status == 200 && held.json["pending"] == .flag(true))
            #expect(try await harness.get("/v1/pairings/\(pairing)", as: shop).json == held.json)
        }
    }

    @Test(
        "what is no number of seconds does not wait",
        arguments: ["", "0", "-1", "1.5", "%2B1", "1e2", "0x10", "%D9%A1", "99999999999999999999", "soon"])
    func malformed(wait: String) async throws {
        try await Harness.run(longPoll: .seconds(600)) { harness in
            let shop = try await harness.requester()
            let phone = try await Phone.registered(with: harness)
            let pairing = try await harness.pair(phone, user: "jdoe", with: shop)
            let answer = try await harness.get("/v1/pairings/\(pairing)?wait=\(wait)", as: shop)
            #expect(answer.json["pending"] == .flag(true))
        }
    }

    @Test("strangers and other requesters are refused at once")
    func refused() async throws {
        try await Harness.run(longPoll: .seconds(600)) { harness in
            let (shop, other) = (try await harness.requester(), try await harness.requester("Other"))
            let phone = try await Phone.registered(with: harness)
            let pairing = try await harness.pair(phone, user: "jdoe", with: shop)
            let path = "/v1/pairings/\(pairing)?wait=300"
            #expect(try await harness.get(path, as: other).status == 403)
            #expect(try await harness.send(.get, path).status == 401)
            let unknown = "/v1/pairings/00000000-0000-4000-8000-000000000000?wait=300"
            #expect(try await harness.get(unknown, as: shop).status == 404)
            #expect(harness.service.core.changes.waiterCount == 0)
        }
    }
}

extension Harness {
    /// Lets others go on until a question is held.
    func untilSomeoneWaits() async throws {
        while service.core.changes.waiterCount == 0 {
            try Task.checkCancellation()
            await Task.yield()
        }
    }
}

#endif
