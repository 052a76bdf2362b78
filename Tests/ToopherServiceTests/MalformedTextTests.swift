#if Service

import HTTPTypes
import OAuth1
import Testing

@testable import ToopherService

/// Signed parameters that are no text, or that PostgreSQL does not store.
@Suite("Malformed text in parameters")
struct MalformedTextTests {
    private static let malformed: [(name: String, value: String)] = [
        ("user_name", "jos\u{FFFD}"), ("terminal_name", "a\u{FFFD}"), ("action_name", "a\u{FFFD}"),
        ("requester_specified_terminal_id", "a\u{FFFD}"), ("terminal_name_extra", "a\u{FFFD}"),
        ("user_name", "a\u{0}"), ("terminal_name", "a\u{0}"), ("action_name", "a\u{0}"),
        ("requester_specified_terminal_id", "a\u{0}"), ("terminal_name_extra", "a\u{0}"),
    ]

    @Test("Two names with other malformed bytes are not one user: such a name is refused", arguments: malformed)
    func refused(_ name: String, _ value: String) async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (_, pairing) = try await harness.pairedPhone(user: "jdoe", with: shop)
            var form = [("pairing_id", pairing), ("terminal_name", "terminal"), (name, value)]
            if name == "terminal_name" { form.remove(at: 1) }
            if name == "user_name" { form.remove(at: 0) }
            let response = try await harness.post("/v1/authentication_requests/initiate", form, as: shop)
            #expect(response.refusal == "400 400 Invalid parameter: \(name)")
        }
    }

    @Test(
        "A phrase and what a page hands back must not have U+0000", arguments: ["session_token", "requester_metadata"])
    func page(_ name: String) async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let phrase = try await harness.post(
                "/v1/pairings/create", [("pairing_phrase", "a\u{0}"), ("user_name", "jdoe")], as: shop)
            #expect(phrase.refusal == "400 400 Invalid parameter: pairing_phrase")
            let page = try await harness.page(
                [("username", "jdoe"), ("expires", "\(harness.clock.now + 100)"), (name, "a\u{0}")], as: shop)
            #expect(page.status == 400)
        }
    }

    @Test("A replayed pairing is no guess of a phrase")
    func replays() async throws {
        var limits = RequestLimits()
        limits.wrongPhrases = RateLimit(burst: 2, interval: .seconds(60))
        try await Harness.run(requests: limits) { harness in
            let shop = try await harness.requester()
            let phone = try await Phone.registered(with: harness)
            let (headers, body) = try harness.signedPost(
                "/v1/pairings/create", [("pairing_phrase", try await phone.phrase()), ("user_name", "jdoe")], as: shop)
            for status in [200, 401, 401, 401, 401] {
                let response = try await harness.send(.post, "/v1/pairings/create", headers: headers, body: body)
                #expect(response.status == status)
            }
            let again = try await Phone.registered(with: harness)
            _ = try await harness.pair(again, user: "other", with: shop)
        }
    }
}

#endif
