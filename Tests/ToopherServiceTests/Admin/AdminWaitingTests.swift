#if Service

import DeviceProtocol
import HTTPTypes
import Testing

@testable import ToopherService

@Suite("What waits, at the desk") struct AdminWaitingTests {
    private func initiate(_ harness: Harness, _ shop: TestRequester, _ user: String) async throws -> String {
        try await harness.post(
            "/v1/authentication_requests/initiate",
            [("user_name", user), ("terminal_name", "t<i>"), ("action_name", "Pay & go")], as: shop
        ).json["id"].text
    }

    private func waiting(_ desk: Desk, known: String = "") async throws -> JSON {
        try await desk.get("/admin/waiting?known=\(known)").json
    }

    @Test("The list has what waits and nothing secret, and another version once something has changed")
    func list() async throws {
        try await Desk.run { desk in
            let (harness, desk) = (desk.harness, try await desk.opened())
            let shop = try await harness.requester("Shop <b>")
            let (phone, _) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let empty = try await waiting(desk)
            #expect(empty["requests"] == .array([]))
            let id = try await initiate(harness, shop, "jdoe")
            let one = try await waiting(desk, known: empty["version"].text)
            #expect(one["version"] != empty["version"])
            let row = try #require(one["requests"].array.first)
            #expect(row.names == ["id", "since", "requester", "user", "action", "terminal"])
            #expect(row["id"].text == id && row["user"].text == "jdoe" && row["terminal"].text == "t<i>")
            #expect(row["requester"].text == "Shop <b>" && row["action"].text == "Pay & go")
            let page = try await desk.get("/admin/pending").text
            #expect(page.contains("data-version=\"\(one["version"].text)\"") && page.contains("data-id=\"\(id)\""))
            #expect(page.contains("t&lt;i&gt;") && !page.contains("t<i>"))
            _ = try await phone.decide(.approve, on: id)
            #expect(try await waiting(desk, known: one["version"].text) == empty)
        }
    }

    @Test("A call waits for the next change, and what has had its time goes by itself") func waits() async throws {
        try await Desk.run { desk in
            let (harness, desk) = (desk.harness, try await desk.opened())
            let shop = try await harness.requester()
            _ = try await harness.pairedPhone(user: "jdoe", with: shop)
            let known = try await waiting(desk)["version"].text
            async let next = waiting(desk, known: known)
            while harness.service.core.changes.waiterCount == 0 { await Task.yield() }
            let id = try await initiate(harness, shop, "jdoe")
            let changed = try await next
            #expect(changed["requests"].array.map { $0["id"].text } == [id])
            harness.clock.advance(by: 3600)
            #expect(try await waiting(desk, known: "other")["requests"] == .array([]))
        }
    }

    @Test("A list of many is cut, and its version is that of what is shown") func many() async throws {
        try await Desk.run { desk in
            let (harness, desk) = (desk.harness, try await desk.opened())
            let shop = try await harness.requester()
            _ = try await harness.service.setPolicy(of: shop.id) { $0.allowsConcurrentPrompts = true }
            _ = try await harness.pairedPhone(user: "jdoe", with: shop)
            for number in 0..<Int(Store.adminLimit) + 3 {
                _ = try await harness.post(
                    "/v1/authentication_requests/initiate",
                    [("user_name", "jdoe"), ("terminal_name", "t\(number)")], as: shop)
            }
            #expect(try await waiting(desk)["requests"].array.count == Int(Store.adminLimit))
        }
    }
}

#endif
