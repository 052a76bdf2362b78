#if Service

import Testing

@testable import ToopherService

@Suite("When a webhook is sent again") struct WebhookScheduleTests {
    private func delay(_ attempts: Int, _ retryAfter: Int64? = nil, _ random: Double = 0) -> Int64? {
        WebhookSchedule.delay(after: attempts, retryAfter: retryAfter, random: random)
    }

    @Test("Delays grow, are spread by a fifth, and end after about a day")
    func delays() throws {
        let count = WebhookSchedule.delays.count
        #expect(delay(0) == nil && delay(-1) == nil && delay(count + 1) == nil && delay(.max) == nil)
        #expect(delay(1) == 5 && delay(1, nil, 1) == 6)
        for attempts in 1..<count {
            let (longest, next) = (try #require(delay(attempts, nil, 1)), try #require(delay(attempts + 1)))
            #expect(longest < next)
        }
        let total = { random in (1...count).reduce(Int64(0)) { $0 + (delay($1, nil, random) ?? 0) } }
        #expect(total(0) > 22 * 3600 && total(1) < 27 * 3600)
    }

    @Test("What an endpoint asks for makes a delay longer, never shorter, and by an hour at most")
    func retryAfter() {
        #expect(delay(1, 4) == 5 && delay(1, -1) == 5 && delay(1, 0) == 5)
        #expect(delay(1, 7) == 7)
        #expect(delay(1, 3601) == 3600 && delay(1, .max) == 3600)
        #expect(delay(8, .max) == 43_200)
        #expect(delay(WebhookSchedule.delays.count + 1, 7) == nil)
    }
}

#endif
