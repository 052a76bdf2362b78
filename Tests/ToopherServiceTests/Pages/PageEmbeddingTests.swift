#if Service

import HTTPTypes
import Testing

@testable import ToopherService

@Suite("Where the pages of signed URLs may be shown")
struct PageEmbeddingTests {
    private static let paths = ["/v1/web/authenticate", "/v1/web/auth", "/v1/web/manage_user", "/v1/web/pair"]

    private func target(
        _ harness: Harness, _ shop: TestRequester, _ path: String, _ extra: [(String, String)] = []
    ) throws -> String {
        try harness.pageTarget(
            [("username", "jdoe"), ("expires", String(harness.clock.now + 300))] + extra, as: shop, path: path)
    }

    private func headers(for destination: String) throws -> HTTPFields {
        let name = try #require(HTTPField.Name("Sec-Fetch-Dest"))
        return [.accept: "text/html", name: destination]
    }

    private func ancestors(_ response: ServiceResponse) -> [Substring] {
        let policy = response.headers[.contentSecurityPolicy] ?? ""
        return policy.split(separator: "; ").filter { $0.hasPrefix("frame-ancestors ") }
    }

    @Test("Only sites that are registered may frame a page, and only they are in it", arguments: paths)
    func registered(_ path: String) async throws {
        try await Harness.run { harness in
            let (shop, other) = (try await harness.requester(), try await harness.requester("Other"))
            let origins = ["https://a.example", "https://b.example:8443"]
            for origin in origins { try await harness.service.addOrigin(origin, of: shop.key) }
            try await harness.service.addOrigin("https://other.example", of: other.key)
            let page = try await harness.send(.get, target(harness, shop, path), headers: headers(for: "iframe"))
            #expect(page.status == 200)
            #expect(ancestors(page) == ["frame-ancestors https://a.example https://b.example:8443"])
            #expect(page.text.contains("data-origins=\"https://a.example https://b.example:8443\""))
            #expect(page.text.contains("data-return-url=\"\""))
            try await harness.service.removeOrigin(origins[0], of: shop.key)
            let later = try await harness.send(.get, target(harness, shop, path), headers: headers(for: "iframe"))
            #expect(ancestors(later) == ["frame-ancestors https://b.example:8443"])
        }
    }

    @Test(
        "Without a site the page is for the top level; a frame is told so, and does not use the URL up",
        arguments: paths)
    func topLevel(_ path: String) async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let target = try target(harness, shop, path)
            for destination in ["iframe", "frame", "embed", "object"] {
                let refused = try await harness.send(.get, target, headers: headers(for: destination))
                #expect(refused.status == 403 && refused.text.contains("its origin is not registered"))
                #expect(ancestors(refused) == [] && !refused.text.contains("data-token"))
            }
            let page = try await harness.send(.get, target, headers: headers(for: "document"))
            #expect(page.status == 200 && ancestors(page) == ["frame-ancestors 'none'"])
            #expect(page.text.contains("data-origins=\"\""))
            #expect(try await harness.send(.get, target, headers: headers(for: "document")).status == 401)
        }
    }

    @Test("An answer goes to a URL below a registered origin, and that page is in no frame", arguments: paths)
    func redirect(_ path: String) async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            try await harness.service.addOrigin("https://a.example", of: shop.key)
            let url = "https://A.example/done?state=1&x=%22"
            let target = try target(harness, shop, path, [("return_url", url)])
            #expect(try await harness.send(.get, target, headers: headers(for: "iframe")).status == 403)
            let page = try await harness.send(.get, target, headers: headers(for: "document"))
            #expect(page.status == 200 && ancestors(page) == ["frame-ancestors 'none'"])
            #expect(page.text.contains("data-return-url=\"https://A.example/done?state=1&amp;x=%22\""))
            #expect(page.text.contains("data-origins=\"\""))
            for foreign in [
                "https://b.example/", "https://a.example.b.example/", "https://a.example@b.example/",
                "http://a.example/", "https://a.example:444/", "javascript:alert(1)", "/done", "//a.example/",
                "https://b.example\\@a.example/", "https://a.example/#x", "https://a.example/ x",
            ] {
                let target = try self.target(harness, shop, path, [("return_url", foreign)])
                let refused = try await harness.send(.get, target, headers: headers(for: "document"))
                #expect(refused.status == 400 && !refused.text.contains(foreign), "\(foreign)")
            }
            // Nobody but the requester can add one.
            let added = try self.target(harness, shop, path) + "&return_url=https%3A%2F%2Fa.example%2F"
            #expect(try await harness.send(.get, added).status == 401)
        }
    }
}

#endif
