#if Service

import DeviceProtocol
import Testing

@testable import ToopherService

@Suite("What a new authentication request leads to") struct InitiationPlanTests {
    typealias Situation = InitiationPlan.Situation

    static let situation = Situation(
        policy: RequesterPolicy(), history: PromptHistory(), open: [], isPasswordValid: nil, hasPhone: true,
        standingAnswer: nil, isTerminalIdentified: true)

    static func standing(_ decision: DeviceProtocol.Decision, hadNumber: Bool = false) -> StandingAnswer {
        StandingAnswer(decision: decision, requestID: "r", hadNumber: hadNumber)
    }

    func plan(
        _ change: (inout Situation) -> Void = { _ in }, mergeKey: String? = nil,
        _ ask: (inout AuthenticationRequestDraft) -> Void = { _ in }
    ) -> InitiationPlan {
        var situation = Self.situation
        change(&situation)
        var draft = AuthenticationRequestDraft(subject: .user(name: "jdoe"))
        ask(&draft)
        return InitiationPlan(draft, mergeKey: mergeKey, in: situation, at: 1000, lifetime: 120)
    }

    @Test("Without more, the phone is asked now, without a number")
    func plain() {
        let plan = plan()
        #expect(plan.result == .new(.pending, hasNumber: false, shownFrom: 1000))
        #expect(plan.ended.isEmpty && plan.history == PromptHistory())
    }

    @Test("A one-time password is judged at once, and ends nothing")
    func passwords() {
        let open = OpenRequest(id: "o", shownFrom: 990, expires: 1100)
        for isValid in [true, false] {
            let plan = plan {
                $0.isPasswordValid = isValid; $0.open = [open]; $0.standingAnswer = Self.standing(.approve);
                $0.hasPhone = false
            }
            #expect(
                plan.result == .new(isValid ? .passwordAccepted : .passwordRefused, hasNumber: false, shownFrom: 1000))
            #expect(plan.ended.isEmpty)
        }
    }

    @Test("Another request of the user is replaced; one that has expired is noted as unanswered")
    func replacement() {
        let old = OpenRequest(id: "old", mergeKey: "m", shownFrom: 800, expires: 1000)
        let open = OpenRequest(id: "open", mergeKey: "m", shownFrom: 990, expires: 1100)
        let other = plan({ $0.open = [old, open] }, mergeKey: "n")
        #expect(other.ended.map(\.id) == ["old", "open"] && other.ended.map(\.state) == [.expired, .superseded])
        #expect(other.result == .new(.pending, hasNumber: false, shownFrom: 1000) && other.history.unanswered == 2)
        let unmergeable = plan { $0.open = [open] }
        #expect(unmergeable.ended.map(\.id) == ["open"])
        let concurrent = plan {
            $0.open = [open]; $0.policy.allowsConcurrentPrompts = true
        }
        #expect(concurrent.ended.isEmpty && concurrent.history.unanswered == 0)
    }

    @Test("A request that asks the same from the same terminal is the earlier one, as long as that is pending")
    func merging() {
        let open = OpenRequest(id: "open", mergeKey: "m", shownFrom: 990, expires: 1100)
        let same = plan({ $0.open = [open] }, mergeKey: "m")
        #expect(same.result == .existing(id: "open") && same.ended.isEmpty && same.history == PromptHistory())
        let late = plan(
            { $0.open = [OpenRequest(id: "open", mergeKey: "m", shownFrom: 900, expires: 1000)] }, mergeKey: "m")
        #expect(late.result == .new(.pending, hasNumber: false, shownFrom: 1000))
        let page = plan(
            { $0.open = [OpenRequest(id: "page", mergeKey: nil, shownFrom: 990, expires: 1100)] }, mergeKey: nil)
        #expect(page.ended.map(\.id) == ["page"], "what has no key equals nothing")
    }

    @Test("However fast somebody asks, the phone rings no more often than the history permits")
    func spam() {
        var history = PromptHistory()
        var open: [OpenRequest] = []
        var rings: Set<Int64> = []
        for number in 0..<2000 {
            var situation = Self.situation
            (situation.history, situation.open) = (history, open)
            let now = Int64(number)
            for request in open where request.shownFrom <= now { rings.insert(request.shownFrom) }
            let plan = InitiationPlan(
                AuthenticationRequestDraft(subject: .user(name: "jdoe"), terminalName: "\(number)"), mergeKey: nil,
                in: situation, at: now, lifetime: 120)
            guard case .new(.pending, _, let shownFrom) = plan.result else { continue }
            history = plan.history
            open = [OpenRequest(id: "\(number)", shownFrom: shownFrom, expires: now + 120)]
        }
        #expect((20...50).contains(rings.count), "\(rings.count) prompts in 2,000 seconds")
    }

    @Test(
        "A number is matched as the policy says; who cannot show one has to ask for a one-time password",
        arguments: [
            (RequesterPolicy.NumberMatching.off, true, false, true), (.off, false, false, true),
            (.whenShown, true, true, true),
            (.whenShown, false, false, true), (.always, true, true, true), (.always, false, true, false),
        ])
    func numbers(_ policy: RequesterPolicy.NumberMatching, _ showsNumber: Bool, _ hasNumber: Bool, _ rings: Bool) {
        let plan = plan({ $0.policy.numberMatching = policy }) { $0.showsNumber = showsNumber }
        #expect(plan.result == .new(.pending, hasNumber: hasNumber, shownFrom: rings ? 1000 : 1120))
    }

    @Test("A standing answer is used only where it may be", arguments: [DeviceProtocol.Decision.approve, .deny])
    func automation(_ answer: DeviceProtocol.Decision) {
        let state: AuthenticationRequest.State = answer == .approve ? .automaticallyGranted : .automaticallyDenied
        #expect(
            plan { $0.standingAnswer = Self.standing(answer) }.result == .new(state, hasNumber: false, shownFrom: 1000))
        let page = plan({ $0.standingAnswer = Self.standing(answer, hadNumber: true) }) { $0.showsNumber = true }
        #expect(page.result == .new(state, hasNumber: false, shownFrom: 1000))
        let prompts: [InitiationPlan] = [
            plan({
                $0.standingAnswer = Self.standing(answer); $0.isTerminalIdentified = false
            }),
            plan({ $0.standingAnswer = Self.standing(answer) }) { $0.automationAllowed = false },
            plan({ $0.standingAnswer = Self.standing(answer) }) { $0.challengeRequired = true },
            plan({ $0.standingAnswer = Self.standing(answer) }) { $0.showsNumber = true },
            plan({
                $0.standingAnswer = Self.standing(answer, hadNumber: true); $0.policy.numberMatching = .always
            }) { $0.showsNumber = true },
            plan({
                $0.standingAnswer = Self.standing(answer, hadNumber: true); $0.isTerminalIdentified = false
            }) { $0.showsNumber = true },
        ]
        for plan in prompts {
            guard case .new(.pending, _, _) = plan.result else {
                Issue.record("answered without the user: \(plan.result)")
                continue
            }
        }
    }

    @Test("A user without a phone, or whose phone is silent, needs a one-time password for now")
    func silence() {
        #expect(plan { $0.hasPhone = false }.result == .new(.pending, hasNumber: false, shownFrom: 1120))
        #expect(plan { $0.history.quietUntil = 1040 }.result == .new(.pending, hasNumber: false, shownFrom: 1040))
        #expect(plan { $0.history.quietUntil = 9000 }.result == .new(.pending, hasNumber: false, shownFrom: 1120))
    }
}

#endif
