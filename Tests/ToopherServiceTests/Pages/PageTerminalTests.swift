#if Service

import DeviceProtocol
import HTTPTypes
import Testing

@testable import ToopherService

@Suite("The terminal of a page") struct PageTerminalTests {
    /// Opens the page of a log-in from a terminal; returns the token of its script.
    private func open(
        _ harness: Harness, _ shop: TestRequester, _ terminal: String?, _ more: [(String, String)] = []
    ) async throws -> String {
        var parameters = [
            ("username", "jdoe"), ("action_name", "Log In"), ("expires", String(harness.clock.now + 300)),
            ("terminal_name", "Firefox on Linux"), ("session_token", "t"),
        ]
        if let terminal { parameters.append(("requester_specified_terminal_id", terminal)) }
        parameters.removeAll { each in more.contains { $0.0 == each.0 } }
        let page = try await harness.page(parameters + more, as: shop)
        let start = try #require(page.text.firstRange(of: "data-token=\""))
        return String(page.text[start.upperBound...].prefix { $0 != "\"" })
    }

    private func result(_ harness: Harness, _ token: String) async throws -> JSON {
        try await harness.send(.post, "/v1/web/result", headers: [.authorization: "Bearer \(token)"]).json
    }

    /// Has the phone approve what a page asks.
    private func approve(
        _ harness: Harness, _ phone: Phone, _ page: JSON, until end: Int64 = 0
    ) async throws -> ServiceResponse {
        let shown = try #require(try await phone.pending()["authentication_requests"].array.first)
        return try await phone.decide(.approve, on: shown["id"].text) {
            $0.number = page["match_number"].text
            $0.automatedUntil = end
        }
    }

    @Test(
        "The second log-in from a terminal that has an id is from a known place; from another one, or without, it is not"
    )
    func known() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, _) = try await harness.pairedPhone(user: "jdoe", with: shop)
            for (terminal, isFirst) in [
                ("a", true), ("a", false), ("b", true), (nil, true), (nil, true), ("a", false),
            ] as [(String?, Bool)] {
                let page = try await result(harness, try await open(harness, shop, terminal))
                let shown = try #require(try await phone.pending()["authentication_requests"].array.first)
                #expect(shown["first_from_terminal"] == .flag(isFirst), "\(terminal ?? "none")")
                #expect(shown["automation_allowed"] == .flag(terminal != nil))
                #expect(shown["terminal"]["name"] == .text("Firefox on Linux"))
                #expect(try await approve(harness, phone, page).status == 200)
            }
        }
    }

    @Test("An approval with the right number can stand, and then answers the pages of that terminal at once")
    func automated() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, _) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let first = try await result(harness, try await open(harness, shop, "a"))
            let end = harness.clock.now + 1000
            #expect(try await approve(harness, phone, first, until: end).status == 200)

            let again = try await result(harness, try await open(harness, shop, "a"))
            #expect(again["status"] == .text("complete"))
            #expect(again["payload"]["automated"].text == "true" && again["payload"]["granted"].text == "true")
            #expect(try await phone.pending()["authentication_requests"] == .array([]))

            for (terminal, more) in [
                ("b", []), (nil, []), ("a", [("automation_allowed", "false")]), ("a", [("challenge_required", "true")]),
                ("a", [("action_name", "Transfer")]),
            ] as [(String?, [(String, String)])] {
                let asked = try await result(harness, try await open(harness, shop, terminal, more))
                #expect(asked["status"] == .text("pending"), "\(terminal ?? "none") \(more)")
            }
            harness.clock.advance(by: 1000)
            #expect(try await result(harness, try await open(harness, shop, "a"))["status"] == .text("pending"))
        }
    }

    @Test(
        "An answer that was given without a number does not stand where a page shows one, nor a wrong number anywhere")
    func weaker() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, _) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let end = harness.clock.now + 1000
            let initiate = [
                ("user_name", "jdoe"), ("terminal_name", "Firefox on Linux"), ("terminal_name_extra", "a"),
                ("action_name", "Log In"),
            ]
            let blind = try await harness.post("/v1/authentication_requests/initiate", initiate, as: shop).json
            let kept = try await phone.decide(.approve, on: blind["id"].text) { $0.automatedUntil = end }
            #expect(kept.status == 200)
            let without = try await harness.post("/v1/authentication_requests/initiate", initiate, as: shop).json
            #expect(without["automated"] == .flag(true), "it stands where no number is shown")

            let page = try await result(harness, try await open(harness, shop, "a"))
            #expect(page["status"] == .text("pending"))
            let shown = try #require(try await phone.pending()["authentication_requests"].array.first)
            let number = page["match_number"].text
            let wrong = try await phone.decide(.approve, on: shown["id"].text) {
                $0.number = number == "00" ? "01" : "00"
                $0.automatedUntil = end
            }
            #expect(wrong.status == 200)
            #expect(try await result(harness, try await open(harness, shop, "a"))["status"] == .text("pending"))
        }
    }

    @Test("Where every approval needs a number, no answer stands") func always() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, _) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let end = harness.clock.now + 1000
            let first = try await result(harness, try await open(harness, shop, "a"))
            #expect(try await approve(harness, phone, first, until: end).status == 200)
            _ = try await harness.service.setPolicy(of: shop.key) { $0.numberMatching = .always }
            let page = try await result(harness, try await open(harness, shop, "a"))
            #expect(page["status"] == .text("pending"))
            let shown = try #require(try await phone.pending()["authentication_requests"].array.first)
            #expect(shown["automation_allowed"] == .flag(false))
            #expect(try await approve(harness, phone, page, until: end).status == 409)
        }
    }
}

#endif
