#if Service

import Testing

@testable import ToopherService

@Suite("The date of responses") struct ResponseDatesTests {
    @Test(
        "It is in the form of RFC 9110",
        arguments: [
            (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
            (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"), (951_868_799, "Tue, 29 Feb 2000 23:59:59 GMT"),
            (951_868_800, "Wed, 01 Mar 2000 00:00:00 GMT"), (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
            (1_798_761_599, "Thu, 31 Dec 2026 23:59:59 GMT"), (1_798_761_600, "Fri, 01 Jan 2027 00:00:00 GMT"),
        ] as [(Int64, String)])
    func text(_ second: Int64, _ text: String) {
        #expect(ResponseDates.text(second) == text)
    }

    @Test("It follows the clock")
    func clock() {
        let clock = TestClock()
        let dates = ResponseDates(clock: { clock.now })
        let first = dates.now
        #expect(dates.now == first)
        clock.advance(by: 1)
        #expect(dates.now == ResponseDates.text(clock.now))
        #expect(dates.now != first)
    }
}

#endif
