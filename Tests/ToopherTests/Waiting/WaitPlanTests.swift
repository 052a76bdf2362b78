import HTTPExchange
import HTTPTypes
import Testing

@testable import Toopher

@Suite("Wait plan")
struct WaitPlanTests {
    static let schedule = PollSchedule(
        initialInterval: .seconds(1), maximumInterval: .seconds(5), growth: 2, jitter: 0, maximumHold: .seconds(25))

    func refusal(_ status: Int, retryAfter: Duration? = nil) -> ToopherError {
        var head = HTTPResponse(status: .init(code: status))
        if let retryAfter { head.headerFields[.retryAfter] = "\(retryAfter.components.seconds)" }
        return ServiceRefusal(code: status, message: "", metadata: ResponseMetadata(head, now: 0)).error
    }

    /// Returns the times at which a plan polls a service that responds after `latency`.
    func times(
        timeout: Duration, schedule: PollSchedule = schedule, latency: (WaitPlan.Poll) -> Duration
    ) throws -> [Duration] {
        var plan = WaitPlan(timeout: timeout, schedule: schedule)
        var times: [Duration] = []
        var next = plan.first()
        while let time = next, let poll = plan.poll(at: time) {
            times.append(time)
            next = try plan.next(after: .pending, start: time, end: time + latency(poll), chance: 0)
        }
        return times
    }

    @Test("A service without long polling is polled at growing intervals, and once shortly before the end")
    func polling() throws {
        let times = try times(timeout: .seconds(20)) { _ in .milliseconds(50) }
        #expect(times.map(\.components.seconds) == [0, 1, 3, 7, 12, 17, 19])
    }

    @Test("A service with long polling is polled again immediately, and holds no longer than the timeout")
    func holding() throws {
        var holds: [Int?] = []
        let times = try times(timeout: .seconds(60)) { poll in
            holds.append(poll.hold)
            return .seconds(poll.hold ?? 0)
        }
        #expect(times.map(\.components.seconds) == [0, 25, 50] && holds == [25, 25, 9])
    }

    @Test("A service that holds for less time is polled again immediately, too")
    func shortHolds() throws {
        let times = try times(timeout: .seconds(30)) { _ in .seconds(10) }
        #expect(times.map(\.components.seconds) == [0, 10, 20])
    }

    @Test("A slow service gets one request at a time")
    func slow() throws {
        let schedule = PollSchedule(initialInterval: .seconds(1), jitter: 0, maximumHold: .zero)
        let times = try times(timeout: .seconds(9), schedule: schedule) {
            #expect($0.hold == nil)
            return .seconds(3)
        }
        #expect(times.map(\.components.seconds) == [0, 3, 6])
    }

    @Test("No request outlives the wait", arguments: [1, 100, 999, 1500, 90_000])
    func limits(milliseconds: Int) throws {
        let timeout = Duration.milliseconds(milliseconds)
        var count = 0
        var now = Duration.zero
        _ = try times(timeout: timeout) { poll in
            count += 1
            now = timeout - poll.timeout
            #expect(poll.timeout > .zero && poll.timeout <= timeout)
            #expect(now + .seconds(poll.hold ?? 0) < timeout)
            return .milliseconds(1)
        }
        #expect(count > 0)
    }

    @Test("Without time there is no request")
    func noTime() {
        var plan = WaitPlan(timeout: .zero, schedule: Self.schedule)
        #expect(plan.first() == nil && plan.poll(at: .zero) == nil)
        #expect(WaitPlan(timeout: .seconds(-1), schedule: Self.schedule).first() == nil)
    }

    /// Returns the time of the poll after one that failed.
    func next(after error: ToopherError, start: Int = 0, end: Int = 0) throws -> Duration? {
        var plan = WaitPlan(timeout: .seconds(60), schedule: Self.schedule)
        _ = plan.poll(at: .seconds(start))
        return try plan.next(after: .failed(error), start: .seconds(start), end: .seconds(end), chance: 0)
    }

    @Test("Retry-After of 429 and 503 is obeyed")
    func retryAfter() throws {
        #expect(try next(after: refusal(429, retryAfter: .seconds(7)), end: 2) == .seconds(9))
        #expect(try next(after: refusal(503, retryAfter: .seconds(7)), end: 2) == .seconds(9))
        #expect(try next(after: refusal(429, retryAfter: .zero), end: 2) == .seconds(3))
        #expect(try next(after: refusal(429), end: 2) == .seconds(3))
        #expect(try next(after: refusal(429, retryAfter: .seconds(58)), end: 0) == .seconds(58))
    }

    @Test("A Retry-After beyond the timeout ends the wait", arguments: [59, 3600])
    func tooLong(seconds: Int) {
        let error = #expect(throws: ToopherError.self) {
            try next(after: refusal(429, retryAfter: .seconds(seconds)))
        }
        #expect(error?.retryAfter == .seconds(seconds))
    }

    @Test("A permanent refusal ends the wait", arguments: [401, 403, 404, 409])
    func lasting(status: Int) {
        #expect(throws: ToopherError.self) { try next(after: refusal(status)) }
    }

    @Test("Cancellation ends the wait")
    func cancelled() {
        #expect(throws: ToopherError.self) { try next(after: .transport(.cancelled)) }
        #expect(throws: ToopherError.self) { try next(after: .transport(.tlsFailed(""))) }
    }

    @Test("A transient failure is repeated without a hold at growing intervals")
    func failing() throws {
        var plan = WaitPlan(timeout: .seconds(60), schedule: Self.schedule)
        #expect(plan.poll(at: .zero)?.hold == 25)
        #expect(try plan.next(after: .failed(refusal(504)), start: .zero, end: .zero, chance: 0) == .seconds(1))
        #expect(plan.poll(at: .seconds(1))?.hold == nil && plan.lastFailure?.status == 504)
        let lost = ToopherError.transport(.connectionLost(""))
        #expect(
            try plan.next(after: .failed(lost), start: .seconds(1), end: .seconds(1), chance: 0) == .seconds(3))
        #expect(
            try plan.next(after: .pending, start: .seconds(3), end: .seconds(3), chance: 0) == .seconds(7))
        #expect(plan.lastFailure == nil && plan.poll(at: .seconds(7))?.hold == nil)
    }

    @Test("A service that refuses the parameter is polled without it once, immediately")
    func refusedHold() throws {
        var plan = WaitPlan(timeout: .seconds(60), schedule: Self.schedule)
        #expect(plan.poll(at: .zero)?.hold == 25)
        #expect(
            try plan.next(after: .failed(refusal(400)), start: .zero, end: .milliseconds(9), chance: 0)
                == .milliseconds(9))
        #expect(plan.poll(at: .milliseconds(9))?.hold == nil)
        #expect(throws: ToopherError.self) {
            try plan.next(after: .failed(refusal(400)), start: .zero, end: .zero, chance: 0)
        }
    }

    @Test("A request that the deadline ends is not a failure; one that failed before is")
    func cutOff() throws {
        var plan = WaitPlan(timeout: .seconds(10), schedule: Self.schedule)
        let timedOut = ToopherError.transport(.timedOut)
        #expect(try plan.next(after: .failed(timedOut), start: .zero, end: .seconds(10), chance: 0) == nil)
        #expect(plan.lastFailure == nil)
        #expect(try plan.next(after: .failed(timedOut), start: .zero, end: .seconds(5), chance: 0) != nil)
        #expect(plan.lastFailure != nil)
    }
}
