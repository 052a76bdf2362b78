#if Service

import CryptoCore
import DeviceProtocol
import Testing

@testable import ToopherService

@Suite("Life cycles") struct LifeCycleTests {
    let user = User(id: "u", name: "jdoe", isEnabled: true)

    func pairing(_ state: Pairing.State) -> Pairing {
        Pairing(
            id: "p", requesterID: "r", requesterName: "Shop", user: user, deviceID: "d", state: state, created: 100,
            expires: 200)
    }

    func request(_ state: AuthenticationRequest.State) -> AuthenticationRequest {
        AuthenticationRequest(
            id: "q", requesterID: "r", requesterName: "Shop", pairingID: "p", deviceID: "d", user: user,
            terminal: Terminal(id: "t", name: "laptop", requesterSpecifiedID: ""),
            action: Action(id: "a", name: "Log In"), automationAllowed: true, challengeRequired: false, state: state,
            created: 100, expires: 200)
    }

    @Test(
        "A pairing is pending until its decision or its deadline",
        arguments: [
            (Pairing.State.pending, Int64(100), Pairing.Status.pending), (.pending, 199, .pending),
            (.pending, 200, .expired), (.enabled, 10_000, .enabled), (.denied, 10_000, .denied),
            (.deactivated, 150, .deactivated),
        ])
    func pairingStatus(_ state: Pairing.State, _ now: Int64, _ status: Pairing.Status) {
        #expect(pairing(state).status(at: now) == status)
    }

    @Test("A pairing is decided once, before its deadline")
    func pairingDecision() throws {
        #expect(try pairing(.pending).deciding(.approve, at: 199) == .enabled)
        #expect(try pairing(.pending).deciding(.deny, at: 199) == .denied)
        #expect(throws: DecisionRefusal.expired) { try pairing(.pending).deciding(.approve, at: 200) }
        for state in [Pairing.State.enabled, .denied, .deactivated] {
            #expect(throws: DecisionRefusal.alreadyDecided) { try pairing(state).deciding(.approve, at: 150) }
        }
    }

    @Test("An authentication request is decided once, before its deadline")
    func requestDecision() throws {
        #expect(try request(.pending).deciding(.approve, at: 199) == .granted)
        #expect(try request(.pending).deciding(.deny, at: 199) == .denied)
        #expect(throws: DecisionRefusal.expired) { try request(.pending).deciding(.approve, at: 200) }
        for state in [AuthenticationRequest.State.granted, .denied] {
            #expect(throws: DecisionRefusal.alreadyDecided) { try request(state).deciding(.deny, at: 150) }
        }
    }

    @Test("Only an approved request is granted, and none is granted while pending")
    func verdicts() {
        for (state, now, pending, granted, code) in [
            (AuthenticationRequest.State.pending, Int64(150), true, false, 0), (.pending, 200, false, false, 3),
            (.granted, 150, false, true, 1), (.granted, 900, false, true, 1), (.denied, 150, false, false, 2),
        ] {
            let verdict = request(state).status(at: now)
            #expect(verdict.isPending == pending && verdict.isGranted == granted && !verdict.isAutomated)
            #expect(verdict.reasonCode == code && !verdict.reason.isEmpty)
        }
    }

    @Test(
        "Only an enabled user with an enabled pairing can be asked for a decision",
        arguments: [
            (true, Pairing.Status.enabled, nil as ProtocolError?), (true, .pending, .notAuthorized),
            (true, .denied, .pairingDeactivated), (true, .deactivated, .pairingDeactivated),
            (true, .expired, .pairingDeactivated), (false, .enabled, .userDisabled), (false, .denied, .userDisabled),
        ])
    func refusals(_ isEnabled: Bool, _ status: Pairing.Status, _ refusal: ProtocolError?) {
        #expect(
            AuthenticationRequestDraft.refusal(user: User(id: "u", name: "n", isEnabled: isEnabled), pairing: status)
                == refusal)
    }

    @Test("A terminal's name does not pass for the id of another")
    func terminalIdentity() {
        let byName = AuthenticationRequestDraft(subject: .user(name: "u"), terminalName: "id:7")
        let byID = AuthenticationRequestDraft(subject: .user(name: "u"), terminalName: "x", requesterSpecifiedID: "7")
        #expect(byName.terminalIdentity != byID.terminalIdentity)
        #expect(AuthenticationRequestDraft(subject: .user(name: "u")).terminalIdentity == nil)
    }
}

#endif
