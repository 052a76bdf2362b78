#if Service

import Testing

@testable import ToopherService

@Suite("Times in the Toopher protocol")
struct UTCTimestampTests {
    @Test(
        "A time is spelled in UTC",
        arguments: [
            (1_422_954_952, "2015-02-03 09:15:52"), (0, "1970-01-01 00:00:00"), (-1, "1969-12-31 23:59:59"),
            (951_782_400, "2000-02-29 00:00:00"), (951_868_799, "2000-02-29 23:59:59"),
            (951_868_800, "2000-03-01 00:00:00"), (4_107_542_400, "2100-03-01 00:00:00"),
            (1_735_689_599, "2024-12-31 23:59:59"), (-86_401, "1969-12-30 23:59:59"),
            (253_402_300_799, "9999-12-31 23:59:59"), (Int64.max, "9999-12-31 23:59:59"),
            (Int64.min, "0000-01-01 00:00:00"),
        ] as [(Int64, String)])
    func text(seconds: Int64, text: String) {
        #expect(UTCTimestamp.text(seconds) == text)
        #expect(UTCTimestamp.iso8601(seconds) == text.replacing(" ", with: "T") + "Z")
    }
}

#endif
