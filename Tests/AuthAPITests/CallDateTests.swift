import Testing

@testable import AuthAPI

@Suite("Dates of the Auth API") struct CallDateTests {
    @Test(
        "The dates of all clients are read",
        arguments: [
            "Thu, 26 Nov 2026 15:00:00 -0000", "Thu, 26 Nov 2026 15:00:00 GMT", "Thu, 26 Nov 2026 15:00:00 +0000",
            "Thu, 26 Nov 2026 17:30:00 +0230", "Thu, 26 Nov 2026 07:00:00 -0800", "26 Nov 2026 15:00 UTC",
            "Mon, 26 Nov 2026 15:00:00 Z", "Thu,  26  Nov 2026 15:00:00  ut", "Thu, 26 Nov 2026 16:00:00 +01:00",
        ])
    func readable(text: String) {
        #expect(CallDate.parse(text) == 1_795_705_200)
    }

    @Test(
        "What is no date is not read",
        arguments: [
            "", " ", ",", "Thu", "Thu, 26 Nov 2026 15:00:00", "Thu, 26 Nov 2026 15:00:00 EST",
            "Thu, 26 Nov 2026 15:00:00 +00", "Thu, 26 Nov 2026 15:00:00 +2400", "Thu, 26 Nov 2026 15:00:00 +0060",
            "Thu, 26 Nov 2026 25:00:00 GMT", "Thu, 32 Nov 2026 15:00:00 GMT", "Thu, 26 Nvo 2026 15:00:00 GMT",
            "Thu, 26 Nov 26 15:00:00 GMT", "2026-11-26T15:00:00Z", "Thu, 26 Nov 2026 15:00:00 +0a00",
            "Thu, 26 Nov 2026 15:00:00 GMT GMT", "1795705200", String(repeating: "9", count: 1000),
        ])
    func unreadable(text: String) {
        #expect(CallDate.parse(text) == nil)
    }
}
