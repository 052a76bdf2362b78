#if Service

import Testing

@testable import ToopherService

@Suite("Terminals") struct TerminalTests {
    private func initiate(
        _ parameters: [(String, String)], _ harness: Harness, _ shop: TestRequester
    ) async throws -> ServiceResponse {
        try await harness.post(
            "/v1/authentication_requests/initiate", [("user_name", "jdoe")] + parameters, as: shop)
    }

    @Test(
        "A terminal is created in the words of any library, and then known by its id",
        arguments: [
            ("name", "name_extra"), ("name", "requester_specified_id"), ("terminal_name", "name_extra"),
            ("terminal_name", "requester_specified_id"),
        ])
    func create(_ name: String, _ extra: String) async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            _ = try await harness.pairedPhone(user: "jdoe", with: shop)
            let byID = [("requester_specified_terminal_id", "cookie+/=1")]
            #expect(try await initiate(byID, harness, shop).refusal == "409 706 No matching terminal exists.")
            let created = try await harness.post(
                "/v1/user_terminals/create", [("user_name", "jdoe"), (name, "my  laptop"), (extra, "cookie+/=1")],
                as: shop)
            let user = try await harness.get("/v1/users?name=jdoe", as: shop).json.array[0]
            let expected: JSON = .object([
                "id": created.json["id"], "name": .text("my laptop"), "requester_specified_id": .text("cookie+/=1"),
                "name_extra": .text("cookie+/=1"), "user": user,
            ])
            #expect(created.status == 200 && created.json == expected)
            let fetched = try await harness.get("/v1/user_terminals/" + created.json["id"].text, as: shop)
            #expect(fetched.json == expected)
            let asked = try await initiate(byID, harness, shop)
            #expect(asked.status == 200 && asked.json["terminal"] == expected)
        }
    }

    @Test("A terminal without an id is known by its name, which does not pass for an id")
    func withoutID() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            _ = try await harness.pairedPhone(user: "jdoe", with: shop)
            let created = try await harness.post(
                "/v1/user_terminals/create", [("user_name", "jdoe"), ("name", "laptop"), ("name_extra", "")], as: shop)
            #expect(created.json["requester_specified_id"].text.isEmpty)
            let named = try await initiate([("terminal_name", "laptop")], harness, shop)
            #expect(named.json["terminal"]["id"] == created.json["id"])
            let byID = try await initiate([("terminal_name_extra", "laptop")], harness, shop)
            #expect(byID.refusal == "409 706 No matching terminal exists.")
        }
    }

    @Test("A terminal that is created again keeps its id, and gets the new name; another user's is another")
    func again() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            for user in ["jdoe", "other"] {
                _ = try await harness.post("/v1/users/create", [("name", user)], as: shop)
            }
            func create(_ user: String, _ name: String) async throws -> JSON {
                try await harness.post(
                    "/v1/user_terminals/create", [("user_name", user), ("name", name), ("name_extra", "7")], as: shop
                ).json
            }
            let (first, second, other) = (
                try await create("jdoe", "a"), try await create("jdoe", "b"), try await create("other", "a")
            )
            #expect(first["id"] == second["id"] && second["name"].text == "b")
            #expect(other["id"] != first["id"] && other["user"]["name"].text == "other")
        }
    }

    @Test(
        "What cannot be created is refused, and nothing is stored",
        arguments: [
            ([("name", "t")], "400 400 Missing parameter: user_name"),
            ([("user_name", "jdoe")], "400 400 Missing parameter: terminal_name"),
            ([("user_name", "jdoe"), ("name_extra", "7")], "400 400 Missing parameter: terminal_name"),
            ([("user_name", "nobody"), ("name", "t")], "409 705 No matching user exists."),
            ([("user_name", "jdoe"), ("terminal_name", "a\u{200b}")], "400 400 Invalid parameter: terminal_name"),
            ([("user_name", "jdoe"), ("name", "t"), ("name_extra", "\0")], "400 400 Invalid parameter: name_extra"),
        ])
    func refused(_ parameters: [(String, String)], _ refusal: String) async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            _ = try await harness.post("/v1/users/create", [("name", "jdoe")], as: shop)
            #expect(try await harness.post("/v1/user_terminals/create", parameters, as: shop).refusal == refusal)
            #expect(try await harness.service.core.store.count("terminals") == 0)
        }
    }

    @Test("A terminal gets another name, or another id: then it is unknown under the one before")
    func change() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            _ = try await harness.pairedPhone(user: "jdoe", with: shop)
            var ids: [String] = []
            for number in 0..<2 {
                let created = try await harness.post(
                    "/v1/user_terminals/create",
                    [("user_name", "jdoe"), ("name", "t"), ("name_extra", "cookie \(number)")], as: shop)
                ids.append(created.json["id"].text)
            }
            // As RADIUS does it, with any number of them.
            for id in ids {
                let reset = try await harness.post(
                    "/v1/user_terminals/" + id, [("name_extra", "00000000")], as: shop)
                #expect(reset.status == 200 && reset.json["name_extra"].text == "00000000")
                #expect(reset.json["id"].text == id && reset.json["name"].text == "t")
            }
            for number in 0..<2 {
                let asked = try await initiate([("terminal_name_extra", "cookie \(number)")], harness, shop)
                #expect(asked.refusal == "409 706 No matching terminal exists.")
            }
            let renamed = try await harness.post("/v1/user_terminals/" + ids[1], [("name", "new")], as: shop)
            #expect(renamed.json["name"].text == "new" && renamed.json["name_extra"].text == "00000000")
            let asked = try await initiate([("terminal_name_extra", "00000000")], harness, shop)
            #expect(asked.json["terminal"]["id"].text == ids[1] && asked.json["terminal"]["name"].text == "new")
            #expect(
                try await harness.post("/v1/user_terminals/" + ids[0], [("other", "x")], as: shop).refusal
                    == "400 400 Missing parameter: name or name_extra")
            let unknown = "/v1/user_terminals/" + UserTests.unknownID
            #expect(try await harness.post(unknown, [("name", "x")], as: shop).refusal == UserTests.notFound)
            #expect(try await harness.get(unknown, as: shop).refusal == UserTests.notFound)
        }
    }
}

#endif
