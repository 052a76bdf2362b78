#if Service

import Testing

@testable import ToopherService

@Suite("Prompts that nobody wants") struct PromptHistoryTests {
    @Test("Denied and unanswered prompts make the next ones wait longer and longer, up to a minute")
    func delays() {
        var history = PromptHistory()
        var delays: [Int64] = []
        for number in 0..<8 {
            history.note(number.isMultiple(of: 2) ? .denied : .expired, wasShown: true, at: 1000)
            delays.append(max(0, history.quietUntil - 1000))
        }
        #expect(delays == [0, 0, 10, 20, 40, 60, 60, 60])
        history.note(.granted, wasShown: true, at: 1000)
        #expect(history == PromptHistory())
    }

    @Test(
        "What the phone never showed does not count",
        arguments: [AuthenticationRequest.State.expired, .cancelled, .superseded])
    func notShown(_ state: AuthenticationRequest.State) {
        var history = PromptHistory()
        for _ in 0..<100 { history.note(state, wasShown: false, at: 1000) }
        #expect(history == PromptHistory())
    }

    @Test("After five wrong numbers in a row the phone is silent for a quarter of an hour")
    func wrongNumbers() {
        var history = PromptHistory()
        for _ in 0..<4 { history.note(.wrongNumber, wasShown: true, at: 1000) }
        #expect(history.wrongNumbers == 4 && history.quietUntil < 1061)
        history.note(.denied, wasShown: true, at: 1000)
        #expect(history.wrongNumbers == 4, "only a right one is forgotten for")
        history.note(.wrongNumber, wasShown: true, at: 1000)
        #expect(history.quietUntil == 1900)
    }

    @Test("A user who says that it was somebody else is not asked again at once")
    func notMe() {
        var history = PromptHistory()
        history.note(.notMe, wasShown: true, at: 1000)
        #expect(history.quietUntil == 1010)
    }

    @Test("One-time passwords and automatic answers are no prompts", arguments: AuthenticationRequest.State.allCases)
    func others(_ state: AuthenticationRequest.State) {
        let before = PromptHistory(unanswered: 1, wrongNumbers: 1, quietUntil: 7)
        var history = before
        history.note(state, wasShown: true, at: 1000)
        let counts: [AuthenticationRequest.State] = [
            .granted, .denied, .notMe, .wrongNumber, .cancelled, .superseded, .expired,
        ]
        #expect((history != before) == counts.contains(state))
    }
}

#endif
