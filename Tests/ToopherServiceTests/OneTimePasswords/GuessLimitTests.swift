#if Service

import Testing

@testable import ToopherService

@Suite("The lock after wrong guesses")
struct GuessLimitTests {
    @Test("Five are free, then each lock is twice as long, up to a day")
    func locks() {
        #expect((0...8).map { GuessLimit.lock(after: $0) } == [0, 0, 0, 0, 0, 30, 60, 120, 240])
        for count: Int64 in 5...100 {
            let (lock, next) = (GuessLimit.lock(after: count), GuessLimit.lock(after: count + 1))
            #expect(next == min(2 * lock, 86_400))
        }
        #expect(GuessLimit.lock(after: .max) == 86_400 && GuessLimit.lock(after: -1) == 0)
    }
}

#endif
