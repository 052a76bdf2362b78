import Testing

@testable import Toopher

@Suite("Poll schedule")
struct PollScheduleTests {
    @Test("Intervals grow to the maximum")
    func growth() {
        let schedule = PollSchedule(
            initialInterval: .seconds(1), maximumInterval: .seconds(5), growth: 2, jitter: 0, maximumHold: .zero)
        let seconds = [0, 1, 2, 3, 4, 1_000_000].map { schedule.interval(after: $0, chance: 0.5) }
        #expect(seconds == [.seconds(1), .seconds(2), .seconds(4), .seconds(5), .seconds(5), .seconds(5)])
        #expect(schedule.interval(after: -1, chance: 0) == .seconds(1))
    }

    @Test("Without growth, intervals are constant")
    func constant() {
        let schedule = PollSchedule(initialInterval: .seconds(2), maximumInterval: .seconds(9), growth: 1, jitter: 0)
        #expect(schedule.interval(after: .max, chance: 0) == .seconds(2))
    }

    @Test("Jitter shortens an interval by at most its part")
    func jitter() {
        let schedule = PollSchedule(initialInterval: .seconds(4), jitter: 0.25)
        #expect(schedule.interval(after: 0, chance: 0) == .seconds(4))
        #expect(schedule.interval(after: 0, chance: 1) == .seconds(3))
        #expect(schedule.interval(after: 0, chance: 7) == .seconds(3))
        #expect(schedule.interval(after: 0, chance: -7) == .seconds(4))
    }

    @Test("Values outside their range become the nearest within")
    func bounds() {
        let low = PollSchedule(
            initialInterval: .zero, maximumInterval: .zero, growth: 0, jitter: -1, maximumHold: .seconds(-5))
        #expect(low.initialInterval == .milliseconds(100) && low.maximumInterval == .milliseconds(100))
        #expect(low.growth == 1 && low.jitter == 0 && low.maximumHold == .zero)
        let high = PollSchedule(growth: .infinity, jitter: 5, maximumHold: .seconds(100_000))
        #expect(high.growth == 10 && high.jitter == 0.9 && high.maximumHold == .seconds(300))
        let notANumber = PollSchedule(growth: .nan, jitter: .nan)
        #expect(notANumber.growth == 1 && notANumber.jitter == 0)
    }
}
