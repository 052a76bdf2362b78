#if Service

import DeviceProtocol
import HTTPTypes
import Logging
import TestSupport
import Testing

@testable import ToopherService

@Suite("Pairing by text message") struct TextMessageTests {
    private static let parameters = [("user_name", "jdoe"), ("phone_number", "555-555-5555"), ("phone_country", "1")]

    @Test("The link goes to the operator's command, and pairs the phone that opens it")
    func sent() async throws {
        let hook = HookRecorder()
        defer { hook.remove() }
        try await Harness.run(configure: { $0.smsCommand = hook.command }) { harness in
            let shop = try await harness.requester("Shop; $(touch x) \"")
            let response = try await harness.post("/v1/pairings/create/sms", Self.parameters, as: shop)
            #expect(response.status == 200, "\(response.text)")
            #expect(response.json["pending"] == .flag(true) && response.json["user"]["name"] == .text("jdoe"))
            await harness.service.core.hooks.finish()
            let message = try #require(hook.messages.first)
            #expect(hook.messages.count == 1 && message["to"] == .text("+15555555555"))
            #expect(message.names == ["kind", "to", "requester", "user", "link", "expires", "subject", "text"])
            #expect(message["kind"] == .text("pairing") && message["requester"] == .text("Shop; $(touch x) \""))
            let link = message["link"].text
            #expect(link.hasPrefix("http://toopher.test/pair/") && message["text"].text.contains(link))
            #expect(message["expires"].integer == harness.clock.now + 600)
            // The link is for the person, not in the response.
            #expect(!response.text.contains(link))

            let phone = try await Phone.registered(with: harness)
            #expect(try await phone.take(link).json["id"] == response.json["id"])
            #expect(try await phone.decide(.approve, on: response.json["id"].text, of: .pairing).status == 200)
        }
    }

    @Test("Without a command, and with parameters that are no number, nothing is created")
    func refused() async throws {
        let hook = HookRecorder()
        defer { hook.remove() }
        try await Harness.run { harness in
            let shop = try await harness.requester()
            #expect(
                try await harness.post("/v1/pairings/create/sms", Self.parameters, as: shop).refusal
                    == "409 409 This service sends no text messages: its operator has set no --sms-command")
            #expect(try await harness.service.core.store.count("pairings") == 0)
        }
        try await Harness.run(configure: { $0.smsCommand = hook.command }) { harness in
            let shop = try await harness.requester()
            for (parameters, refusal) in [
                ([("user_name", "jdoe")], "Missing parameter: phone_number"),
                ([("phone_number", "5555555555")], "Missing parameter: user_name"),
                ([("user_name", "jdoe"), ("phone_number", "call me")], "Invalid parameter: phone_number"),
                ([("user_name", "jdoe"), ("phone_number", "911")], "Invalid parameter: phone_number"),
                (
                    [("user_name", "jdoe"), ("phone_number", "5555555555"), ("phone_country", "US")],
                    "Invalid parameter: phone_number"
                ),
            ] {
                #expect(
                    try await harness.post("/v1/pairings/create/sms", parameters, as: shop).refusal
                        == "400 400 \(refusal)")
            }
            #expect(try await harness.service.core.store.count("pairings") == 0)
        }
        #expect(hook.messages.isEmpty)
    }

    @Test("Messages are limited for a number, for a requester, and in all", arguments: ["number", "requester", "all"])
    func limits(_ limit: String) async throws {
        let hook = HookRecorder()
        defer { hook.remove() }
        var requests = RequestLimits()
        let two = RateLimit(burst: 2, interval: .seconds(60))
        switch limit {
        case "number": requests.textsPerNumber = two
        case "requester": requests.textsPerRequester = two
        default: requests.texts = two
        }
        try await Harness.run(requests: requests, configure: { $0.smsCommand = hook.command }) { harness in
            let shops = [try await harness.requester("A"), try await harness.requester("B")]
            func send(_ number: String, _ shop: Int) async throws -> ServiceResponse {
                try await harness.post(
                    "/v1/pairings/create/sms", [("user_name", "jdoe"), ("phone_number", number)], as: shops[shop])
            }
            #expect(try await send("+1 555 555 0001", 0).status == 200)
            #expect(try await send("(555) 555-0001", 0).status == 200)
            let third = try await send(
                limit == "number" ? "001 555 555 0001" : "+1 555 555 0002", limit == "all" ? 1 : 0)
            #expect(third.refusal == "429 429 Too many requests: try again later" && third.headers[.retryAfter] == "60")
            if limit != "all" {
                #expect(try await send("+1 555 555 0003", limit == "number" ? 0 : 1).status == 200)
            }
            harness.clock.advance(by: 60)
            #expect(try await send("+1 555 555 0001", limit == "all" ? 1 : 0).status == 200)
        }
    }

    @Test("A request that is repeated sends nothing, and does not count")
    func replay() async throws {
        let hook = HookRecorder()
        defer { hook.remove() }
        var requests = RequestLimits()
        requests.textsPerNumber = RateLimit(burst: 2, interval: .seconds(60))
        try await Harness.run(requests: requests, configure: { $0.smsCommand = hook.command }) { harness in
            let shop = try await harness.requester()
            let (headers, body) = try harness.signedPost("/v1/pairings/create/sms", Self.parameters, as: shop)
            for status in [200, 401, 401, 401] {
                let response = try await harness.send(.post, "/v1/pairings/create/sms", headers: headers, body: body)
                #expect(response.status == status)
            }
            #expect(try await harness.post("/v1/pairings/create/sms", Self.parameters, as: shop).status == 200)
            await harness.service.core.hooks.finish()
            #expect(hook.messages.count == 2)
        }
    }

    @Test(
        "Numbers get their international form",
        arguments: [
            ("555-555-5555", nil, "+15555555555"), ("(555) 555 5555", "1", "+15555555555"),
            ("+49 171 1234567", "1", "+491711234567"), ("0049 171 1234567", nil, "+491711234567"),
            ("0171/1234567", "49", "+491711234567"), ("0171 1234567", "+49", "+491711234567"),
            ("06 1234 5678", "0039", "+390612345678"),
        ] as [(String, String?, String)])
    func numbers(_ written: String, _ country: String?, _ expected: String) {
        #expect(TelephoneNumber(written, country: country)?.text == expected)
    }

    @Test(
        "What is no number is refused",
        arguments: ["", "+", "12", "+0123456789", "+1234567890123456", "5555555555x", "+1;rm", "٥٥٥٥٥٥٥٥٥٥"])
    func noNumbers(_ written: String) {
        #expect(TelephoneNumber(written, country: nil) == nil)
        #expect(TelephoneNumber("5555555555", country: "1234") == nil)
        #expect(TelephoneNumber("5555555555", country: "x") == nil)
    }
}

#endif
