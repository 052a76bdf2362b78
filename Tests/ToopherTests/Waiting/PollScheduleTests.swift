import Testing

@testable import Toopher

@Suite("The poll schedule")
struct PollScheduleTests {
    @Test("intervals grow to the longest and stay there")
    func growth() {
        let schedule = PollSchedule(
            firstInterval: .seconds(1), longestInterval: .seconds(5), growth: 2, jitter: 0, longestHold: .zero)
        let seconds = [0, 1, 2, 3, 4, 1_000_000].map { schedule.interval(after: $0, chance: 0.5) }
        #expect(seconds == [.seconds(1), .seconds(2), .seconds(4), .seconds(5), .seconds(5), .seconds(5)])
        #expect(schedule.interval(after: -1, chance: 0) == .seconds(1))
    }

    @Test("without growth they stay as they are, however often")
    func constant() {
        let schedule = PollSchedule(firstInterval: .seconds(2), longestInterval: .seconds(9), growth: 1, jitter: 0)
        #expect(schedule.interval(after: .max, chance: 0) == .seconds(2))
    }

    @Test("chance only shortens, and within its part")
    func jitter() {
        let schedule = PollSchedule(firstInterval: .seconds(4), jitter: 0.25)
        #expect(schedule.interval(after: 0, chance: 0) == .seconds(4))
        #expect(schedule.interval(after: 0, chance: 1) == .seconds(3))
        #expect(schedule.interval(after: 0, chance: 7) == .seconds(3))
        #expect(schedule.interval(after: 0, chance: -7) == .seconds(4))
    }

    @Test("values outside their bounds are the nearest within")
    func bounds() {
        let low = PollSchedule(
            firstInterval: .zero, longestInterval: .zero, growth: 0, jitter: -1, longestHold: .seconds(-5))
        #expect(low.firstInterval == .milliseconds(100) && low.longestInterval == .milliseconds(100))
        #expect(low.growth == 1 && low.jitter == 0 && low.longestHold == .zero)
        let high = PollSchedule(growth: .infinity, jitter: 5, longestHold: .seconds(100_000))
        #expect(high.growth == 10 && high.jitter == 0.9 && high.longestHold == .seconds(300))
        let odd = PollSchedule(growth: .nan, jitter: .nan)
        #expect(odd.growth == 1 && odd.jitter == 0)
    }
}
