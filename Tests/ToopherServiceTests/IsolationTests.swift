#if Service

import DeviceProtocol
import HTTPTypes
import Synchronization
import Testing

@testable import ToopherService

@Suite("Two requesters") struct IsolationTests {
    @Test("Neither can read, request or name what belongs to the other, over every route")
    func everyRoute() async throws {
        let seen = Observations()
        try await Harness.run { harness in
            let world = try await IsolationWorld(harness)
            let targets = try await world.addTheirs()
            let before = try await world.rows(of: targets)
            #expect(before.count >= targets.count)
            let observations = try await world.callAll(targets)
            #expect(try await world.rows(of: targets) == before)
            seen.set(targets, observations)
        }
        let (targets, observations) = seen.value
        try await Harness.run { harness in
            // The same calls, with the same ids, where nothing has them.
            let world = try await IsolationWorld(harness)
            let others = try await world.callAll(targets)
            #expect(others.map(\.call) == observations.map(\.call))
            for (one, other) in zip(observations, others) {
                #expect(one == other)
            }
        }
        // What varies in a path has been an id of B.
        let calls = observations.map(\.call)
        for route in ["GET /v1/users/{id}", "POST /v1/pairings/{id}", "POST /v1/device/revocations"] {
            #expect(calls.contains { $0.hasPrefix(route) })
        }
        let isFound = observations.filter { $0.call.contains("{id}") && $0.status < 400 }
        #expect(isFound.isEmpty, "\(isFound)")
    }

    /// What the first service has shown, for the comparison with the second.
    private final class Observations: Sendable {
        private let state = Mutex<(IsolationWorld.Targets, [IsolationWorld.Observation])>(([], []))

        var value: (IsolationWorld.Targets, [IsolationWorld.Observation]) { state.withLock { $0 } }

        func set(_ targets: IsolationWorld.Targets, _ observations: [IsolationWorld.Observation]) {
            state.withLock { $0 = (targets, observations) }
        }
    }

    @Test("The same name belongs to another user of each, and a page is about its own requester's user")
    func sameName() async throws {
        try await Harness.run { harness in
            let mine = try await harness.requester("Mine")
            let theirs = try await harness.requester("Theirs")
            let (phone, pairing) = try await harness.pairedPhone(user: "jdoe", with: mine)
            let byName = [("user_name", "jdoe"), ("terminal_name", "t")]
            #expect(
                try await harness.post("/v1/authentication_requests/initiate", byName, as: theirs).refusal
                    == "409 705 No matching user exists.")
            let own = try await harness.pair(phone, user: "jdoe", with: theirs)
            let first = try await harness.get("/v1/pairings/\(pairing)", as: mine).json["user"]
            let second = try await harness.get("/v1/pairings/\(own)", as: theirs).json["user"]
            #expect(first["name"] == second["name"] && first["id"] != second["id"])
            let page = try await harness.page(
                [("username", "jdoe"), ("expires", String(harness.clock.now + 60))], as: theirs)
            #expect(page.text.contains("Theirs") && !page.text.contains("Mine"))
        }
    }

    @Test("The list of requesters has no secrets")
    func list() async throws {
        try await Harness.run { harness in
            let first = try await harness.requester("One")
            harness.clock.advance(by: 1)
            let second = try await harness.requester("Two")
            let list = try await harness.service.requesters()
            #expect(list.map(\.name) == ["One", "Two"] && list.map(\.consumerKey) == [first.key, second.key])
            #expect(!"\(list)".contains(first.secret) && first.secret != second.secret && first.key != second.key)
            await #expect(throws: ServiceError.invalidRequesterName) {
                try await harness.service.createRequester(name: "a\nb")
            }
        }
    }
}

#endif
