import CurlTransport
import HTTPExchange
import HTTPTypes
import Testing

@testable import Toopher

@Suite("The plan of a wait: no clock, no network")
struct WaitPlanTests {
    static let schedule = PollSchedule(
        firstInterval: .seconds(1), longestInterval: .seconds(5), growth: 2, jitter: 0, longestHold: .seconds(25))

    func refusal(_ status: Int, retryAfter: Duration? = nil) -> ToopherError {
        var head = HTTPResponse(status: .init(code: status))
        if let retryAfter { head.headerFields[.retryAfter] = "\(retryAfter.components.seconds)" }
        return ServiceRefusal(code: status, message: "", origin: ReplyOrigin(head, now: 0)).error
    }

    /// The times at which a plan asks a service that answers each question after `latency`.
    func times(
        within limit: Duration, schedule: PollSchedule = schedule, latency: (WaitPlan.Question) -> Duration
    ) throws -> [Duration] {
        var plan = WaitPlan(limit: limit, schedule: schedule)
        var times: [Duration] = []
        var next = plan.first()
        while let time = next, let question = plan.question(at: time) {
            times.append(time)
            next = try plan.next(after: .pending, askedAt: time, now: time + latency(question), chance: 0)
        }
        return times
    }

    @Test("a service that answers at once is asked ever more rarely, and once more just before the end")
    func polling() throws {
        let times = try times(within: .seconds(20)) { _ in .milliseconds(50) }
        #expect(times.map(\.components.seconds) == [0, 1, 3, 7, 12, 17, 19])
    }

    @Test("a service that holds is asked again at once, and holds no longer than there is time")
    func holding() throws {
        var holds: [Int?] = []
        let times = try times(within: .seconds(60)) { question in
            holds.append(question.hold)
            return .seconds(question.hold ?? 0)
        }
        #expect(times.map(\.components.seconds) == [0, 25, 50] && holds == [25, 25, 9])
    }

    @Test("a service that holds for less than it is asked to is asked again at once too")
    func shortHolds() throws {
        let times = try times(within: .seconds(30)) { _ in .seconds(10) }
        #expect(times.map(\.components.seconds) == [0, 10, 20])
    }

    @Test("a slow service is not asked more often than one at a time")
    func slow() throws {
        let schedule = PollSchedule(firstInterval: .seconds(1), jitter: 0, longestHold: .zero)
        let times = try times(within: .seconds(9), schedule: schedule) {
            #expect($0.hold == nil)
            return .seconds(3)
        }
        #expect(times.map(\.components.seconds) == [0, 3, 6])
    }

    @Test("no question outlives the wait", arguments: [1, 100, 999, 1500, 90_000])
    func limits(milliseconds: Int) throws {
        let limit = Duration.milliseconds(milliseconds)
        var asked = 0
        var now = Duration.zero
        _ = try times(within: limit) { question in
            asked += 1
            now = limit - question.limit
            #expect(question.limit > .zero && question.limit <= limit)
            #expect(now + .seconds(question.hold ?? 0) < limit)
            return .milliseconds(1)
        }
        #expect(asked > 0)
    }

    @Test("no time, no question")
    func noTime() {
        var plan = WaitPlan(limit: .zero, schedule: Self.schedule)
        #expect(plan.first() == nil && plan.question(at: .zero) == nil)
        #expect(WaitPlan(limit: .seconds(-1), schedule: Self.schedule).first() == nil)
    }

    /// What the plan does after one question that failed.
    func next(after error: ToopherError, askedAt: Int = 0, now: Int = 0) throws -> Duration? {
        var plan = WaitPlan(limit: .seconds(60), schedule: Self.schedule)
        _ = plan.question(at: .seconds(askedAt))
        return try plan.next(after: .failed(error), askedAt: .seconds(askedAt), now: .seconds(now), chance: 0)
    }

    @Test("429 and 503 are obeyed")
    func retryAfter() throws {
        #expect(try next(after: refusal(429, retryAfter: .seconds(7)), now: 2) == .seconds(9))
        #expect(try next(after: refusal(503, retryAfter: .seconds(7)), now: 2) == .seconds(9))
        #expect(try next(after: refusal(429, retryAfter: .zero), now: 2) == .seconds(3))
        #expect(try next(after: refusal(429), now: 2) == .seconds(3))
        #expect(try next(after: refusal(429, retryAfter: .seconds(58)), now: 0) == .seconds(58))
    }

    @Test("a service that wants to be left alone for longer than there is time ends the wait", arguments: [59, 3600])
    func tooLong(seconds: Int) {
        let error = #expect(throws: ToopherError.self) {
            try next(after: refusal(429, retryAfter: .seconds(seconds)))
        }
        #expect(error?.retryAfter == .seconds(seconds))
    }

    @Test("what cannot pass ends the wait", arguments: [401, 403, 404, 409])
    func lasting(status: Int) {
        #expect(throws: ToopherError.self) { try next(after: refusal(status)) }
    }

    @Test("so does cancellation")
    func cancelled() {
        #expect(throws: ToopherError.self) { try next(after: .transport(.cancelled)) }
        #expect(throws: ToopherError.self) { try next(after: .transport(.tlsFailed(""))) }
    }

    @Test("what may pass is tried again, without a hold, and ever more rarely")
    func failing() throws {
        var plan = WaitPlan(limit: .seconds(60), schedule: Self.schedule)
        #expect(plan.question(at: .zero)?.hold == 25)
        #expect(try plan.next(after: .failed(refusal(504)), askedAt: .zero, now: .zero, chance: 0) == .seconds(1))
        #expect(plan.question(at: .seconds(1))?.hold == nil && plan.lastFailure?.status == 504)
        let lost = ToopherError.transport(.connectionLost(""))
        #expect(
            try plan.next(after: .failed(lost), askedAt: .seconds(1), now: .seconds(1), chance: 0) == .seconds(3))
        #expect(
            try plan.next(after: .pending, askedAt: .seconds(3), now: .seconds(3), chance: 0) == .seconds(7))
        #expect(plan.lastFailure == nil && plan.question(at: .seconds(7))?.hold == nil)
    }

    @Test("a service that refuses the parameter is asked without it, once and at once")
    func refusedHold() throws {
        var plan = WaitPlan(limit: .seconds(60), schedule: Self.schedule)
        #expect(plan.question(at: .zero)?.hold == 25)
        #expect(
            try plan.next(after: .failed(refusal(400)), askedAt: .zero, now: .milliseconds(9), chance: 0)
                == .milliseconds(9))
        #expect(plan.question(at: .milliseconds(9))?.hold == nil)
        #expect(throws: ToopherError.self) {
            try plan.next(after: .failed(refusal(400)), askedAt: .zero, now: .zero, chance: 0)
        }
    }

    @Test("a question that the deadline cut off is no failure; one that failed before is")
    func cutOff() throws {
        var plan = WaitPlan(limit: .seconds(10), schedule: Self.schedule)
        let timedOut = ToopherError.transport(.timedOut)
        #expect(try plan.next(after: .failed(timedOut), askedAt: .zero, now: .seconds(10), chance: 0) == nil)
        #expect(plan.lastFailure == nil)
        #expect(try plan.next(after: .failed(timedOut), askedAt: .zero, now: .seconds(5), chance: 0) != nil)
        #expect(plan.lastFailure != nil)
    }
}
