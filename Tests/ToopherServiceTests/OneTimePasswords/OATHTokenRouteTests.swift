#if Service

import CryptoCore
import HTTPTypes
import Testing

@testable import ToopherService

@Suite("The calls about hard tokens")
struct OATHTokenRouteTests {
    static let spellings = ["oath_otp_validators", "oath_otp_validator"]
    private let token = TestToken()
    private let counted = [("otp_type", "hotp")]

    @Test("A token is found by either id and method, and never shown with its secret", arguments: spellings)
    func provision(name: String) async throws {
        try await Harness.run(clock: TestClock(1_422_954_952)) { harness in
            let shop = try await harness.requester()
            let response = try await harness.post(
                "/v1/\(name)/provision",
                [
                    ("secret", token.hexadecimal), ("requester_specified_id", "GALT+ é"), ("otp_type", "hotp"),
                    ("otp_digits", "8"), ("algorithm", "sha256"), ("totp_step_size", "60"), ("unknown", "1"),
                ], as: shop)
            #expect(response.status == 200, "\(response.text)")
            let made = response.json
            #expect(made["otp_type"].text == "hotp" && made["otp_digits"] == .integer(8))
            #expect(made["algorithm"].text == "sha256" && made["totp_step_size"] == .integer(60))
            #expect(made["hotp_event_counter"] == .integer(0) && made["requester_specified_id"].text == "GALT+ é")
            #expect(made["created"].text == "2015-02-03 09:15:52" && made["modified"] == made["created"])
            let byID = "/v1/\(name)/\(made["id"].text)"
            let byOwnID = "/v1/\(name)?requester_specified_id=GALT%2B%20%C3%A9"
            let found = [
                try await harness.get(byID, as: shop), try await harness.get(byOwnID, as: shop),
                try await harness.post(byID, [], as: shop),
                try await harness.post("/v1/\(name)", [("requester_specified_id", "GALT+ é")], as: shop),
                try await harness.post("/v1/\(name)", [("id", made["id"].text)], as: shop),
            ]
            for response in found {
                #expect(response.status == 200 && response.json == made, "\(response.text)")
                #expect(!response.text.contains("secret") && !response.text.contains(token.hexadecimal))
            }
            #expect(
                try await harness.get("/v1/\(name)?requester_specified_id=GALT%2B", as: shop).refusal
                    == "404 404 Not found")
            #expect(try await harness.get("/v1/\(name)", as: shop).status == 400)
            #expect(try await harness.get("/v1/\(name)/no-id", as: shop).refusal == "404 404 Not found")
        }
    }

    @Test("A malformed token is refused with the name of its parameter, and nothing is stored")
    func malformed() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            for (parameters, refusal) in [
                ([], "400 400 Missing parameter: secret"),
                ([("secret", "zz")], "400 400 Invalid parameter: secret"),
                ([("secret", token.hexadecimal), ("otp_digits", "9")], "400 400 Invalid parameter: otp_digits"),
                ([("secret", token.hexadecimal), ("algorithm", "md5")], "400 400 Invalid parameter: algorithm"),
            ] {
                let response = try await harness.post("/v1/oath_otp_validators/provision", parameters, as: shop)
                #expect(response.refusal == refusal)
            }
            #expect(try await harness.service.core.store.count("oath_tokens") == 0)
        }
    }

    @Test("Many tokens are provisioned at once, or none: the error names the first wrong one")
    func provisionMany() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let secret = token.hexadecimal
            func provision(_ json: String, path: String = "/v1/oath_otp_validators/bulk_provision") async throws
                -> ServiceResponse
            { try await harness.post(path, [("oath_otp_validators", json)], as: shop) }

            let first = #"{"secret":"\#(secret)","requester_specified_id":"a","otp_type":"hotp"}"#
            let second = #"{"secret":"\#(secret)","otp_digits":6,"totp_step_size":60,"requester_specified_id":null}"#
            for (json, refusal) in [
                (#"[\#(first),{"otp_type":"hotp"}]"#, "400 400 Missing parameter: oath_otp_validators[1].secret"),
                (
                    #"[\#(first),\#(second),{"secret":"\#(secret)","otp_digits":"5"}]"#,
                    "400 400 Invalid parameter: oath_otp_validators[2].otp_digits"
                ),
                (
                    "[\(first),\(second),\(first)]",
                    "409 409 oath_otp_validators[2]: the requester_specified_id is that of an earlier token"
                ),
                ("[]", "400 400 Invalid parameter: oath_otp_validators"),
                ("[\(first)", "400 400 Invalid parameter: oath_otp_validators"),
                (first, "400 400 Invalid parameter: oath_otp_validators"),
                ("", "400 400 Missing parameter: oath_otp_validators"),
            ] {
                #expect(try await provision(json).refusal == refusal)
            }
            let store = harness.service.core.store
            #expect(try await store.count("oath_tokens") == 0)

            let response = try await provision("[\(first),\(second)]", path: "/v1/oath_otp_validator/bulk_provision")
            #expect(response.status == 200, "\(response.text)")
            let tokens = response.json["oath_otp_validators"].array
            #expect(tokens.map { $0["requester_specified_id"].text } == ["a", ""])
            #expect(tokens.map { $0["otp_digits"].integer } == [6, 6])
            #expect(tokens.map { $0["otp_type"].text } == ["hotp", "totp"])
            #expect(tokens.map { $0["totp_step_size"].integer } == [30, 60])
            #expect(!response.text.contains(secret))
            // What is there with another secret ends the whole list.
            let other = #"{"secret":"\#(secret)00","requester_specified_id":"a","otp_type":"hotp"}"#
            let conflict = try await provision("[\(second),\(other)]")
            #expect(conflict.status == 409 && conflict.refusal.contains("oath_otp_validators[1]:"))
            #expect(try await store.count("oath_tokens") == 2)
        }
    }

    @Test("A deactivated token is nobody's; provisioned again it is active with its counter, under its old id")
    func deactivate() async throws {
        for name in Self.spellings {
            try await Harness.run { harness in
                let shop = try await harness.requester()
                let userID = try await harness.backupCodes(user: "jdoe", of: shop).userID
                let made = try await harness.provision(token, id: "a", counted, as: shop).json
                let user = [("user_name", "jdoe")]
                func associate() async throws -> ServiceResponse {
                    try await harness.post(
                        "/v1/users/\(name)/associate", user + [("requester_specified_id", "a")], as: shop)
                }
                #expect(try await associate().json["id"] == made["id"])
                #expect(try await harness.verify(token.password(7), userID: userID) == .valid)

                let byOwnID = [("requester_specified_id", "a")]
                for response in [
                    try await harness.post("/v1/\(name)/deactivate", byOwnID, as: shop),
                    try await harness.post("/v1/\(name)/\(made["id"].text)/deactivate", [], as: shop),
                ] {
                    #expect(response.status == 200 && response.json["deactivated"] == .flag(true))
                }
                #expect(try await harness.verify(token.password(8), userID: userID) == .invalid)
                let list = try await harness.get("/v1/users/\(name)?user_name=jdoe", as: shop)
                #expect(list.status == 200 && list.json["oath_otp_validators"].array.isEmpty)
                #expect(try await associate().status == 409)
                let sequence = "\(try token.password(8)),\(try token.password(9))"
                #expect(
                    try await harness.post(
                        "/v1/\(name)/resync", byOwnID + [("otp_sequence", sequence)], as: shop
                    ).status == 409)

                // Neither another secret nor other settings bring it back.
                var other = token
                other.secret[0] ^= 1
                #expect(try await harness.provision(other, id: "a", counted, as: shop).status == 409)
                #expect(try await harness.provision(token, id: "a", as: shop).status == 409)
                let again = try await harness.provision(token, id: "a", counted, as: shop).json
                #expect(again["id"] == made["id"] && again["hotp_event_counter"] == .integer(8))
                #expect(again["deactivated"] == .flag(false))
                // Once more changes nothing.
                #expect(try await harness.provision(token, id: "a", counted, as: shop).json == again)
                #expect(try await harness.verify(token.password(9), userID: userID) == .invalid)
                #expect(try await associate().status == 200)
                #expect(try await harness.verify(token.password(7), userID: userID) == .invalid)
                #expect(try await harness.verify(token.password(9), userID: userID) == .valid)
            }
        }
    }

    @Test("A token is associated with several users by name and by id, provisioned on the way, and dissociated")
    func associate() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let first = try await harness.backupCodes(user: "first", of: shop).userID
            let second = try await harness.backupCodes(user: "second", of: shop).userID
            let made = try await harness.post(
                "/v1/users/oath_otp_validators/associate",
                [("user_name", "first"), ("secret", token.hexadecimal), ("requester_specified_id", "a")] + counted,
                as: shop)
            #expect(made.status == 200 && made.json["otp_type"].text == "hotp", "\(made.text)")
            let id = made.json["id"].text
            for _ in 0..<2 {
                let response = try await harness.post(
                    "/v1/users/\(second)/oath_otp_validator/associate", [("id", id)], as: shop)
                #expect(response.status == 200 && response.json["id"].text == id)
            }
            for path in ["users/oath_otp_validators?user_name=first", "users/\(second)/oath_otp_validator"] {
                let list = try await harness.get("/v1/" + path, as: shop).json["oath_otp_validators"].array
                #expect(list.map { $0["id"].text } == [id])
            }
            // The token's position is one for all of its users.
            #expect(try await harness.verify(token.password(0), userID: first) == .valid)
            #expect(try await harness.verify(token.password(0), userID: second) == .invalid)
            #expect(try await harness.verify(token.password(1), userID: second) == .valid)

            let dissociated = try await harness.post(
                "/v1/users/\(first)/oath_otp_validators/dissociate", [("requester_specified_id", "a")], as: shop)
            #expect(dissociated.status == 200 && dissociated.text == "{}")
            #expect(try await harness.verify(token.password(2), userID: first) == .invalid)
            #expect(try await harness.verify(token.password(2), userID: second) == .valid)
            #expect(
                try await harness.post(
                    "/v1/users/oath_otp_validator/dissociate", [("user_name", "second"), ("id", id)], as: shop
                ).text == "{}")
            #expect(try await harness.verify(token.password(3), userID: second) == .invalid)
        }
    }

    @Test("Unknown users and tokens, and missing names, are refused")
    func unknown() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            _ = try await harness.backupCodes(user: "jdoe", of: shop)
            _ = try await harness.provision(token, id: "a", as: shop)
            let users = "/v1/users/oath_otp_validators"
            let nobody = "00000000-0000-4000-8000-000000000000"
            for action in ["associate", "dissociate"] {
                func refusal(_ path: String, _ parameters: [(String, String)]) async throws -> String {
                    try await harness.post(path + "/" + action, parameters, as: shop).refusal
                }
                let token = ("requester_specified_id", "a")
                #expect(try await refusal(users, [token]) == "400 400 Missing parameter: user_name")
                #expect(
                    try await refusal(users, [("user_name", "jdoe")])
                        == "400 400 Missing parameter: id or requester_specified_id")
                #expect(
                    try await refusal(users, [token, ("user_name", "nobody")]) == "409 705 No matching user exists.")
                #expect(
                    try await refusal("/v1/users/\(nobody)/oath_otp_validators", [token]) == "404 404 Not found")
                #expect(
                    try await refusal(users, [("user_name", "jdoe"), ("requester_specified_id", "b")])
                        == "404 404 Not found")
            }
            // A user that does not exist gets no token by the way.
            #expect(
                try await harness.post(
                    users + "/associate", [("user_name", "nobody"), ("secret", token.hexadecimal)], as: shop
                ).status == 409)
            #expect(try await harness.service.core.store.count("oath_tokens") == 1)
        }
    }

    @Test("A user has 32 tokens at most")
    func manyTokens() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            _ = try await harness.backupCodes(user: "jdoe", of: shop)
            for number in 0..<33 {
                let response = try await harness.post(
                    "/v1/users/oath_otp_validators/associate",
                    [("user_name", "jdoe"), ("secret", token.hexadecimal), ("requester_specified_id", "\(number)")],
                    as: shop)
                #expect(response.status == (number < 32 ? 200 : 409))
            }
        }
    }

    @Test("A token is resynchronised by consecutive passwords, by either id")
    func resynchronize() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let made = try await harness.provision(token, id: "a", counted, as: shop).json
            let byID = "/v1/oath_otp_validators/\(made["id"].text)/resync"
            let byOwnID = "/v1/oath_otp_validator/resync"
            func resync(_ path: String, _ counters: Int64...) async throws -> ServiceResponse {
                let sequence = try counters.map { try token.password($0) }.joined(separator: ",")
                let own = path == byOwnID ? [("requester_specified_id", "a")] : []
                return try await harness.post(path, own + [("otp_sequence", sequence)], as: shop)
            }
            #expect(try await resync(byID, 500, 502).status == 409)
            #expect(try await resync(byID, 500).refusal == "400 400 Invalid parameter: otp_sequence")
            #expect(
                try await harness.post(byID, [], as: shop).refusal == "400 400 Missing parameter: otp_sequence")
            let moved = try await resync(byID, 500, 501)
            #expect(moved.status == 200 && moved.json["hotp_event_counter"] == .integer(502), "\(moved.text)")
            #expect(try await resync(byID, 500, 501).status == 409)
            #expect(try await resync(byOwnID, 502, 503, 504).json["hotp_event_counter"] == .integer(505))
            #expect(try await resync(byOwnID, 10_505, 10_506).status == 409)
        }
    }

    @Test("Guesses at a token's position are limited like those of a user")
    func resynchronizationGuesses() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            _ = try await harness.provision(token, id: "a", counted, as: shop)
            func resync(_ sequence: String) async throws -> ServiceResponse {
                try await harness.post(
                    "/v1/oath_otp_validators/resync", [("requester_specified_id", "a"), ("otp_sequence", sequence)],
                    as: shop)
            }
            for _ in 0..<5 { #expect(try await resync("000000,000000").status == 409) }
            let right = "\(try token.password(0)),\(try token.password(1))"
            let locked = try await resync(right)
            #expect(locked.status == 429 && locked.headers[.retryAfter] == "30")
            harness.clock.advance(by: 30)
            #expect(try await resync(right).status == 200)
        }
    }

    @Test("Another requester's tokens and users are not there, for every call")
    func isolation() async throws {
        try await Harness.run { harness in
            let (mine, theirs) = (try await harness.requester("Mine"), try await harness.requester("Theirs"))
            let userID = try await harness.backupCodes(user: "jdoe", of: mine).userID
            _ = try await harness.backupCodes(user: "own", of: theirs)
            let made = try await harness.post(
                "/v1/users/\(userID)/oath_otp_validators/associate",
                [("secret", token.hexadecimal), ("requester_specified_id", "a")] + counted, as: mine)
            let id = made.json["id"].text
            let nobody = "00000000-0000-4000-8000-000000000000"
            let sequence = ("otp_sequence", "\(try token.password(0)),\(try token.password(1))")
            for name in Self.spellings {
                // The same for what is another's and for what is nowhere.
                for (id, ownID) in [(id, "a"), (nobody, "nothing")] {
                    let own = ("requester_specified_id", ownID)
                    var responses = [
                        try await harness.get("/v1/\(name)/\(id)", as: theirs),
                        try await harness.get("/v1/\(name)?requester_specified_id=\(ownID)", as: theirs),
                    ]
                    let calls = [
                        ("\(name)/\(id)", []), (name, [own]), (name, [("id", id)]),
                        ("\(name)/\(id)/resync", [sequence]), ("\(name)/resync", [own, sequence]),
                        ("\(name)/\(id)/deactivate", []), ("\(name)/deactivate", [own]),
                        ("users/\(name)/associate", [("user_name", "own"), own]),
                        ("users/\(name)/associate", [("user_name", "own"), ("id", id)]),
                        ("users/\(name)/dissociate", [("user_name", "own"), ("id", id)]),
                    ]
                    for (path, parameters) in calls {
                        responses.append(try await harness.post("/v1/" + path, parameters, as: theirs))
                    }
                    for response in responses { #expect(response.refusal == "404 404 Not found") }
                }
                for user in [userID, nobody] {
                    let path = "/v1/users/\(user)/\(name)"
                    #expect(try await harness.get(path, as: theirs).refusal == "404 404 Not found")
                    for action in ["/associate", "/dissociate"] {
                        let response = try await harness.post(path + action, [("id", id)], as: theirs)
                        #expect(response.refusal == "404 404 Not found")
                    }
                }
            }
            let untouched = try await harness.get("/v1/oath_otp_validators/\(id)", as: mine).json
            #expect(untouched == made.json)
            // Their own token may have the same id and secret.
            let own = try await harness.provision(token, id: "a", counted, as: theirs)
            #expect(own.status == 200 && own.json["id"].text != id)
            #expect(try await harness.verify(token.password(0), userID: userID) == .valid)
            let other = try await harness.get("/v1/oath_otp_validators?requester_specified_id=a", as: theirs).json
            #expect(other["hotp_event_counter"] == .integer(0))
        }
    }
}

#endif
