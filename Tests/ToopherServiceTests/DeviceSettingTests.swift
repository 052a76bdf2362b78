#if Service

import DeviceProtocol
import HTTPTypes
import Testing

@testable import ToopherService

/// What a phone asks before it signs, and its own settings.
@Suite("Settings of phones") struct DeviceSettingTests {
    @Test("A phone learns the URL to sign, and the time")
    func service() async throws {
        try await Harness.run(externalURL: "https://auth.example.org/sub") { harness in
            let response = try await harness.send(.get, "/v1/device/service")
            #expect(response.status == 200)
            #expect(response.json["service"].text == "https://auth.example.org/sub/v1/")
            #expect(response.json["time"].integer == harness.clock.now)
        }
    }

    @Test("A phone may be renamed by itself only, within the rules for names", arguments: ["Work phone", "e\u{301}"])
    func rename(_ name: String) async throws {
        try await Harness.run { harness in
            let phone = try await Phone.registered(with: harness, name: "Old")
            let other = try await Phone.registered(with: harness, name: "Other")
            let response = try await phone.call(.post, "/v1/device/name", #"{"name":"\#(name)"}"#)
            #expect(response.status == 200)
            let expected = try #require(DisplayName.normalized(name))
            #expect(response.json["name"].text == expected)
            #expect(try await harness.service.core.device(id: phone.id)?.name == expected)
            #expect(try await harness.service.core.device(id: other.id)?.name == "Other")
            for refused in ["", "a\u{202E}b", String(repeating: "n", count: 300)] {
                let response = try await phone.call(.post, "/v1/device/name", #"{"name":"\#(refused)"}"#)
                #expect(response.status == 400)
            }
            #expect(try await phone.call(.post, "/v1/device/name", "[]").status == 400)
            var forged = other
            forged.id = phone.id
            #expect(try await forged.call(.post, "/v1/device/name", #"{"name":"x"}"#).status == 401)
            #expect(try await harness.service.core.device(id: phone.id)?.name == expected)
        }
    }

    @Test("A terminal is new until the user has approved something from it")
    func firstFromTerminal() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, _) = try await harness.pairedPhone(user: "jdoe", with: shop)
            func isFirst(_ terminal: String, _ decision: DeviceProtocol.Decision) async throws -> Bool {
                let id = try await harness.post(
                    "/v1/authentication_requests/initiate",
                    [
                        ("user_name", "jdoe"), ("terminal_name", "laptop"),
                        ("requester_specified_terminal_id", terminal),
                    ], as: shop
                ).json["id"].text
                let record = try #require(try await phone.record(decision, to: id))
                #expect(try await phone.send(record).status == 200)
                return record.subject.isFirstFromTerminal
            }
            #expect(try await isFirst("a", .deny))
            #expect(try await isFirst("a", .approve), "what was denied proves nothing")
            #expect(try await !isFirst("a", .approve))
            #expect(try await isFirst("b", .approve), "another terminal of the same name")
            #expect(try await !isFirst("b", .deny))
            #expect(try await !isFirst("b", .approve), "a denial takes nothing away")
        }
    }

    @Test("A terminal that has only a name is never known: anybody may use the name")
    func nameOnly() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, _) = try await harness.pairedPhone(user: "jdoe", with: shop)
            for _ in 0..<2 {
                let id = try await harness.post(
                    "/v1/authentication_requests/initiate", [("user_name", "jdoe"), ("terminal_name", "laptop")],
                    as: shop
                ).json["id"].text
                let record = try #require(try await phone.record(.approve, to: id))
                #expect(record.subject.isFirstFromTerminal)
                #expect(try await phone.send(record).status == 200)
            }
        }
    }

    @Test("A terminal that becomes another one ends what waits from it, so that no approval is for the new one")
    func identityChanged() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, _) = try await harness.pairedPhone(user: "jdoe", with: shop)
            func ask(_ terminal: String) async throws -> JSON {
                try await harness.post(
                    "/v1/authentication_requests/initiate",
                    [
                        ("user_name", "jdoe"), ("terminal_name", "laptop"),
                        ("requester_specified_terminal_id", terminal),
                    ], as: shop
                ).json
            }
            let request = try await ask("old")
            let record = try #require(try await phone.record(.approve, to: request["id"].text))
            let renamed = try await harness.post(
                "/v1/user_terminals/\(request["terminal"]["id"].text)", [("name_extra", "new")], as: shop)
            #expect(renamed.status == 200)
            #expect(try await phone.send(record).status == 409)
            let next = try await ask("new")
            #expect(next["pending"] == .flag(true))
            let seen = try #require(try await phone.record(.approve, to: next["id"].text))
            #expect(seen.subject.isFirstFromTerminal)
        }
    }
}

#endif
