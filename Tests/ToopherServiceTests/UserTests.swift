#if Service

import DeviceProtocol
import HTTPTypes
import Testing

@testable import ToopherService

@Suite("Users") struct UserTests {
    static let unknownID = "00000000-0000-4000-8000-000000000000"
    static let notFound = "404 404 Not found"

    private func create(_ name: String, _ harness: Harness, _ shop: TestRequester) async throws -> String {
        let response = try await harness.post("/v1/users/create", [("name", name)], as: shop)
        #expect(response.status == 200, "\(response.text)")
        return response.json["id"].text
    }

    @Test("A user is created, found by id and by either name of the parameter, and created again is the same")
    func createAndFind() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let created = try await harness.post("/v1/users/create", [("name", "Ünïcode +~*")], as: shop).json
            let expected: JSON = .object([
                "id": created["id"], "name": .text("Ünïcode +~*"), "toopher_authentication_enabled": .flag(true),
                "disable_toopher_auth": .flag(false),
            ])
            #expect(created == expected && Identifier.parse(created["id"].text) != nil)
            let again = try await harness.post(
                "/v1/users/create", [("name", "Ünïcode +~*"), ("extra", "ignored")], as: shop)
            #expect(again.json == expected)
            #expect(try await harness.get("/v1/users/" + created["id"].text, as: shop).json == expected)
            for name in ["name", "user_name"] {
                let path = "/v1/users?\(name)=%C3%9Cn%C3%AFcode%20%2B~%2A"
                #expect(try await harness.get(path, as: shop).json == .array([expected]))
                let none = try await harness.get("/v1/users?\(name)=nobody", as: shop)
                #expect(none.status == 200 && none.text == "[]")
            }
            #expect(try await harness.get("/v1/users/" + Self.unknownID, as: shop).refusal == Self.notFound)
        }
    }

    @Test(
        "A user without a name, or with one that hides something, is not created",
        arguments: [
            ([("name", "")], "400 400 Missing parameter: name"), ([], "400 400 Missing parameter: name"),
            ([("name", "a\u{202e}b")], "400 400 Invalid parameter: name"),
            ([("name", " a")], "400 400 Invalid parameter: name"),
        ])
    func badNames(_ parameters: [(String, String)], _ refusal: String) async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            #expect(try await harness.post("/v1/users/create", parameters, as: shop).refusal == refusal)
            #expect(try await harness.get("/v1/users", as: shop).text == "[]")
        }
    }

    @Test("The list of users comes in parts, each user once, and another requester's are not in it")
    func list() async throws {
        try await Harness.run { harness in
            let (shop, other) = (try await harness.requester(), try await harness.requester("Other"))
            var names: Set<String> = []
            for number in 0..<7 {
                names.insert("user \(number)")
                _ = try await create("user \(number)", harness, shop)
                _ = try await create("other \(number)", harness, other)
            }
            var (listed, after): ([String], String) = ([], "")
            for count in [3, 3, 1, 0] {
                let path = "/v1/users?limit=3" + (after.isEmpty ? "" : "&after=" + after)
                let part = try await harness.get(path, as: shop).json.array
                #expect(part.count == count)
                listed += part.map { $0["name"].text }
                after = part.last?["id"].text ?? after
            }
            #expect(Set(listed) == names && listed.count == 7)
            #expect(try await harness.get("/v1/users", as: shop).json.array.count == 7)
            #expect(try await harness.get("/v1/users?limit=999999999", as: shop).json.array.count == 7)
            for query in ["limit=0", "limit=-1", "limit=x", "limit=99999999999999999999", "after=x"] {
                let name = query.prefix { $0 != "=" }
                #expect(
                    try await harness.get("/v1/users?" + query, as: shop).refusal
                        == "400 400 Invalid parameter: \(name)")
            }
        }
    }

    @Test(
        "A user is disabled and enabled in the words of either version",
        arguments: [
            ("toopher_authentication_enabled", "False", "True"), ("toopher_authentication_enabled", "0", "1"),
            ("disable_toopher_auth", "true", "false"), ("disable_toopher_auth", "True", "0"),
        ])
    func disable(_ name: String, _ off: String, _ on: String) async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (_, pairing) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let id = try await harness.get("/v1/users?name=jdoe", as: shop).json.array[0]["id"].text
            let ask = [("pairing_id", pairing), ("terminal_name", "t")]
            func isEnabled(after value: String) async throws -> JSON {
                let changed = try await harness.post("/v1/users/" + id, [(name, value)], as: shop)
                #expect(changed.status == 200)
                #expect(try await harness.get("/v1/users/" + id, as: shop).json == changed.json)
                return changed.json["toopher_authentication_enabled"]
            }
            #expect(try await isEnabled(after: off) == .flag(false))
            #expect(
                try await harness.post("/v1/authentication_requests/initiate", ask, as: shop).refusal
                    == "409 704 The specified user has disabled Toopher authentication.")
            #expect(try await isEnabled(after: on) == .flag(true))
            #expect(try await harness.post("/v1/authentication_requests/initiate", ask, as: shop).status == 200)
        }
    }

    @Test("A contradiction, a word that is no Boolean, and no change at all are refused, and change nothing")
    func badChanges() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let id = try await create("jdoe", harness, shop)
            let before = try await harness.get("/v1/users/" + id, as: shop).json
            for (parameters, refusal) in [
                (
                    [("toopher_authentication_enabled", "true"), ("disable_toopher_auth", "true")],
                    "400 400 Invalid parameter: disable_toopher_auth"
                ),
                (
                    [("toopher_authentication_enabled", "maybe")],
                    "400 400 Invalid parameter: toopher_authentication_enabled"
                ),
                ([("name", "a\u{200b}")], "400 400 Invalid parameter: name"),
                (
                    [("unknown", "1")],
                    "400 400 Missing parameter: toopher_authentication_enabled, disable_toopher_auth or name"
                ),
            ] {
                #expect(try await harness.post("/v1/users/" + id, parameters, as: shop).refusal == refusal)
            }
            #expect(try await harness.get("/v1/users/" + id, as: shop).json == before)
            #expect(
                try await harness.post("/v1/users/" + Self.unknownID, [("name", "x")], as: shop).refusal
                    == Self.notFound)
        }
    }

    @Test("A user is renamed by id, keeps the pairing, and cannot take the name of another")
    func rename() async throws {
        try await Harness.run { harness in
            let (shop, other) = (try await harness.requester(), try await harness.requester("Other"))
            let (_, pairing) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let id = try await harness.get("/v1/users?name=jdoe", as: shop).json.array[0]["id"].text
            _ = try await create("taken", harness, shop)
            _ = try await create("free here", harness, other)
            #expect(
                try await harness.post("/v1/users/" + id, [("name", "taken")], as: shop).refusal
                    == "409 409 Another user has this name")
            for name in ["free here", "free here", "jane"] {
                let renamed = try await harness.post("/v1/users/" + id, [("name", name)], as: shop)
                #expect(renamed.json["name"].text == name && renamed.json["id"].text == id)
            }
            #expect(try await harness.get("/v1/users?name=jdoe", as: shop).text == "[]")
            #expect(try await harness.get("/v1/pairings/" + pairing, as: shop).json["user"]["name"].text == "jane")
            let asked = try await harness.post(
                "/v1/authentication_requests/initiate", [("user_name", "jane"), ("terminal_name", "t")], as: shop)
            #expect(asked.status == 200)
        }
    }

    @Test("A user that is disabled ends what the phone has not decided, and it cannot be granted any more")
    func disableEndsPending() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, pairing) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let (_, otherPairing) = try await harness.pairedPhone(user: "other", with: shop)
            func initiate(_ pairing: String) async throws -> String {
                try await harness.post(
                    "/v1/authentication_requests/initiate", [("pairing_id", pairing), ("terminal_name", "t")], as: shop
                ).json["id"].text
            }
            let (request, otherRequest) = (try await initiate(pairing), try await initiate(otherPairing))
            let record = try #require(try await phone.record(.approve, to: request, of: .authenticationRequest))
            let id = try await harness.get("/v1/users?name=jdoe", as: shop).json.array[0]["id"].text
            #expect(try await harness.post("/v1/users/" + id, [("disable_toopher_auth", "1")], as: shop).status == 200)
            #expect(try await phone.pending()["authentication_requests"].array.isEmpty)
            #expect(try await phone.send(record).status == 409)
            let ended = try await harness.get("/v1/authentication_requests/" + request, as: shop).json
            #expect(ended["pending"] == .flag(false) && ended["granted"] == .flag(false))
            #expect(ended["reason_code"] == .integer(7))
            let going = try await harness.get("/v1/authentication_requests/" + otherRequest, as: shop).json
            #expect(going["pending"] == .flag(true))
            // Enabled again, what has ended stays ended.
            #expect(try await harness.post("/v1/users/" + id, [("disable_toopher_auth", "0")], as: shop).status == 200)
            #expect(try await phone.send(record).status == 409)
        }
    }
}

#endif
