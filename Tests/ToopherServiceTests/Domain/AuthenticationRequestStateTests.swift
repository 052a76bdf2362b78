#if Service

import DeviceProtocol
import Testing

@testable import ToopherService

@Suite("States of an authentication request") struct AuthenticationRequestStateTests {
    typealias State = AuthenticationRequest.State
    typealias Event = AuthenticationRequest.Event
    typealias Answer = DeviceProtocol.Answer

    func request(
        _ state: State = .pending, number: String? = nil, challenge: Bool = false, automation: Bool = true,
        terminalID: String = "cookie", shownFrom: Int64 = 100
    ) -> AuthenticationRequest {
        AuthenticationRequest(
            id: "q", requesterID: "r", requesterName: "Shop", pairingID: "p", deviceID: "d",
            user: User(id: "u", name: "jdoe", isEnabled: true),
            terminal: Terminal(id: "t", name: "laptop", requesterSpecifiedID: terminalID),
            action: Action(id: "a", name: "Log In"), automationAllowed: automation, challengeRequired: challenge,
            matchNumber: number, state: state, created: 100, shownFrom: shownFrom, expires: 200)
    }

    static let approve = Answer(.approve, decided: 150)
    static let deny = Answer(.deny, decided: 150)

    @Test(
        "Every event leads to its one state",
        arguments: [
            (Event.answer(approve), State.granted), (.answer(deny), .denied),
            (.answer(Answer(.deny, reason: .notMe, decided: 150)), .notMe),
            (.oneTimePassword(isValid: true), .passwordAccepted),
            (.oneTimePassword(isValid: false), .passwordRefused), (.cancellation, .cancelled),
            (.supersession, .superseded), (.withdrawal, .withdrawn),
        ])
    func transitions(_ event: Event, _ state: State) throws {
        #expect(try request().state(after: event, at: 199) == state)
        #expect(throws: DecisionRefusal.expired) { try request().state(after: event, at: 200) }
        for final in State.allCases where final != .pending {
            #expect(throws: DecisionRefusal.alreadyDecided) { try request(final).state(after: event, at: 150) }
        }
    }

    @Test("With a number to match, only that number grants; a wrong one ends the request, and a denial needs none")
    func numbers() throws {
        let asked = request(number: "07")
        func after(_ number: String, _ decision: DeviceProtocol.Decision = .approve) throws -> State {
            try asked.state(after: .answer(Answer(decision, number: number, decided: 150)), at: 150)
        }
        #expect(try after("07") == .granted)
        for wrong in ["", "7", "70", "007", "07 ", "٠٧"] { #expect(try after(wrong) == .wrongNumber) }
        #expect(try after("", .deny) == .denied)
        #expect(throws: DecisionRefusal.contradictory) {
            try request().state(after: .answer(Answer(.approve, number: "07", decided: 150)), at: 150)
        }
    }

    @Test("A challenge that was not met changes nothing; a denial needs none")
    func challenges() throws {
        let asked = request(challenge: true)
        #expect(throws: DecisionRefusal.challengeNotMet) { try asked.state(after: .answer(Self.approve), at: 150) }
        #expect(
            try asked.state(after: .answer(Answer(.approve, isChallengeMet: true, decided: 150)), at: 150) == .granted)
        #expect(try asked.state(after: .answer(Self.deny), at: 150) == .denied)
    }

    @Test("What the phone does not show yet cannot be answered, only be ended otherwise")
    func notShown() throws {
        let later = request(shownFrom: 160)
        #expect(throws: DecisionRefusal.notShown) { try later.state(after: .answer(Self.approve), at: 159) }
        #expect(try later.state(after: .answer(Self.approve), at: 160) == .granted)
        #expect(try later.state(after: .oneTimePassword(isValid: true), at: 110) == .passwordAccepted)
        #expect(later.status(at: 159).reasonCode == 708 && later.status(at: 160).reasonCode == 0)
    }

    @Test("An answer is kept only where nobody has to be there, and nobody else can claim to be the terminal")
    func automation() throws {
        var kept = Self.approve
        kept.automatedUntil = 1000
        #expect(try request().state(after: .answer(kept), at: 150) == .granted)
        // A number is no hindrance, as long as it is the right one.
        var numbered = kept
        numbered.number = "07"
        #expect(try request(number: "07").state(after: .answer(numbered), at: 150) == .granted)
        #expect(try request(number: "08").state(after: .answer(numbered), at: 150) == .wrongNumber)
        for refused in [
            request(challenge: true), request(automation: false), request(terminalID: ""),
        ] {
            #expect(!refused.mayBeAutomated)
            var answer = kept
            answer.isChallengeMet = true
            answer.number = refused.matchNumber ?? ""
            #expect(throws: DecisionRefusal.notAutomatable) { try refused.state(after: .answer(answer), at: 150) }
        }
        for end in [Int64(150), 1, -1, .min] {
            kept.automatedUntil = end
            #expect(throws: DecisionRefusal.notAutomatable) { try request().state(after: .answer(kept), at: 150) }
        }
    }

    @Test("An approval with a reason to deny is refused")
    func contradiction() {
        #expect(throws: DecisionRefusal.contradictory) {
            try request().state(after: .answer(Answer(.approve, reason: .notMe, decided: 150)), at: 150)
        }
    }

    @Test("Every state has a reason and a code of its own, and only three grant", arguments: State.allCases)
    func status(_ state: State) {
        let status = request(state).status(at: 150)
        #expect(status.isPending == (state == .pending) && !status.reason.isEmpty)
        #expect(status.isGranted == [.granted, .passwordAccepted, .automaticallyGranted].contains(state))
        #expect(status.isAutomated == [.automaticallyGranted, .automaticallyDenied].contains(state))
        #expect(status.isPasswordValid == (state == .passwordAccepted))
        for other in State.allCases where other != state {
            #expect(request(other).status(at: 150).reasonCode != status.reasonCode)
        }
        #expect(!request(state).status(at: 200).isPending)
        #expect(request(state).status(at: 200).isGranted == status.isGranted)
    }
}

#endif
