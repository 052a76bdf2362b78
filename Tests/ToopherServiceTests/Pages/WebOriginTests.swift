#if Service

import AuditLog
import Testing

@testable import ToopherService

@Suite("Origins of sites")
struct WebOriginTests {
    @Test(
        "An origin is stored as browsers spell it",
        arguments: [
            ("https://shop.example.com", "https://shop.example.com"),
            ("HTTPS://Shop.Example.COM:443/", "https://shop.example.com"),
            ("https://shop.example.com:8443", "https://shop.example.com:8443"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"), ("http://localhost", "http://localhost"),
            ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
        ])
    func canonical(_ text: String, _ expected: String) throws {
        #expect(try WebOrigin.canonical(text) == expected)
    }

    @Test(
        "What is no origin, or none that a policy can name, is refused",
        arguments: [
            ("", .notAnOrigin), ("shop.example.com", .notAnOrigin), ("https://", .notAnOrigin),
            ("https://shop.example.com/login", .notAnOrigin), ("https://shop.example.com/?", .notAnOrigin),
            ("https://shop.example.com?", .notAnOrigin), ("https://shop.example.com#a", .notAnOrigin),
            ("https://user@shop.example.com", .notAnOrigin), ("https://*.example.com", .notAnOrigin),
            ("https://shop.example.com;script-src *", .notAnOrigin), ("https://a b", .notAnOrigin),
            ("https://shop.example.com\r\nX: y", .notAnOrigin), ("https://bücher.example", .notAnOrigin),
            ("https://shop.example.com.", .notAnOrigin), ("https://a..b", .notAnOrigin),
            ("https://-a.example", .notAnOrigin), ("https://a_b.example", .notAnOrigin),
            ("https://a.example:0", .notAnOrigin), ("ftp://a.example", .notAnOrigin), ("null", .notAnOrigin),
            ("javascript://a", .notAnOrigin), ("https://[::1]", .addressInBrackets),
            ("http://shop.example.com", .notSecure), ("http://10.0.0.1", .notSecure),
            ("http://localhost.example.com", .notSecure), ("http://127.0.0.1.example.com", .notSecure),
        ] as [(String, WebOrigin.Problem)])
    func refused(_ text: String, _ problem: WebOrigin.Problem) {
        #expect(throws: problem) { try WebOrigin.canonical(text) }
    }

    @Test(
        "The origin of a URL is that to which the browser goes",
        arguments: [
            ("https://shop.example.com/done?a=b", "https://shop.example.com"),
            ("https://SHOP.example.com:443/", "https://shop.example.com"),
            ("https://shop.example.com.evil.example/", "https://shop.example.com.evil.example"),
            ("https://shop.example.com@evil.example/", nil), ("https://evil.example\\@shop.example.com/", nil),
            ("https://shop.example.com/\"><script>", nil), ("https://shop.example.com/a b", nil),
            ("https://shop.example.com/#a", nil), ("javascript:alert(1)", nil), ("//shop.example.com/", nil),
            ("https://shop.example.com/%", nil),
            ("https://shop.example.com/" + String(repeating: "a", count: 2048), nil),
        ] as [(String, String?)])
    func ofURL(_ url: String, _ expected: String?) {
        #expect(WebOrigin.of(url: url) == expected)
    }

    @Test("Origins are added once, listed, removed, limited, kept apart, and in the log")
    func registered() async throws {
        try await Harness.run { harness in
            let (shop, other) = (try await harness.requester(), try await harness.requester("Other"))
            let service = harness.service
            for _ in 0..<2 {
                #expect(
                    try await service.addOrigin("HTTPS://b.example:443", of: shop.key) == "https://b.example")
            }
            try await service.addOrigin("https://a.example", of: shop.id)
            #expect(try await service.origins(of: shop.key) == ["https://a.example", "https://b.example"])
            #expect(try await service.origins(of: other.key) == [])
            await #expect(throws: ServiceError.unknownOrigin) {
                try await service.removeOrigin("https://a.example", of: other.key)
            }
            try await service.removeOrigin("https://A.example/", of: shop.key)
            #expect(try await service.origins(of: shop.id) == ["https://b.example"])
            for number in 1..<WebOrigin.maximumCount {
                try await service.addOrigin("https://\(number).example", of: shop.id)
            }
            await #expect(throws: ServiceError.tooManyOrigins) {
                try await service.addOrigin("https://more.example", of: shop.id)
            }
            await #expect(throws: ServiceError.unknownRequester) { try await service.origins(of: "nobody") }
            await #expect(throws: ServiceError.unknownRequester) {
                try await service.addOrigin("https://a.example", of: "nobody")
            }
            try await service.setState(.deleted, of: other.key)
            await #expect(throws: ServiceError.requesterDeleted) {
                try await service.addOrigin("https://a.example", of: other.key)
            }
            let entries = try await harness.auditEntries().filter { $0.type.hasPrefix("origin_") }
            #expect(entries.prefix(3).map(\.type) == ["origin_added", "origin_added", "origin_removed"])
            #expect(
                entries.prefix(3).map { $0.text("origin") ?? "" }
                    == ["https://b.example", "https://a.example", "https://a.example"])
            #expect(
                entries.allSatisfy { $0.text("requester") == shop.id } && entries.count == 2 + WebOrigin.maximumCount)
        }
    }
}

#endif
