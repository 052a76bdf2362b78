#if Service

import DeviceProtocol
import HTTPTypes
import Testing

@testable import ToopherService

@Suite("Two requesters") struct IsolationTests {
    static let forbidden = "403 403 Not allowed: this belongs to another requester"

    @Test("Neither can read, request or name what belongs to the other, over every route")
    func everyRoute() async throws {
        try await Harness.run { harness in
            let mine = try await harness.requester("Mine")
            let theirs = try await harness.requester("Theirs")
            let (phone, pairing) = try await harness.pairedPhone(user: "jdoe", with: mine)
            let request = try await harness.post(
                "/v1/authentication_requests/initiate", [("user_name", "jdoe"), ("terminal_name", "t")], as: mine
            ).json["id"].text

            for path in ["/v1/pairings/\(pairing)", "/v1/authentication_requests/\(request)"] {
                #expect(try await harness.get(path, as: mine).status == 200)
                #expect(try await harness.get(path, as: theirs).refusal == Self.forbidden)
            }
            let byPairing = [("pairing_id", pairing), ("terminal_name", "t")]
            #expect(
                try await harness.post("/v1/authentication_requests/initiate", byPairing, as: theirs).refusal
                    == Self.forbidden)
            let byName = [("user_name", "jdoe"), ("terminal_name", "t")]
            #expect(
                try await harness.post("/v1/authentication_requests/initiate", byName, as: theirs).refusal
                    == "409 705 No matching user exists.")
            // The same name belongs to another user of the other requester.
            let own = try await harness.pair(phone, user: "jdoe", with: theirs)
            let first = try await harness.get("/v1/pairings/\(pairing)", as: mine).json["user"]
            let second = try await harness.get("/v1/pairings/\(own)", as: theirs).json["user"]
            #expect(first["name"] == second["name"] && first["id"] != second["id"])
            // A page of the other requester is about its own user.
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
