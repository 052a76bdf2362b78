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
        let (approve, deny) = (
            DeviceProtocol.Answer(.approve, decided: 199), DeviceProtocol.Answer(.deny, decided: 199)
        )
        #expect(try pairing(.pending).deciding(approve, at: 199) == .enabled)
        #expect(try pairing(.pending).deciding(deny, at: 199) == .denied)
        #expect(throws: DecisionRefusal.expired) { try pairing(.pending).deciding(approve, at: 200) }
        for state in [Pairing.State.enabled, .denied, .deactivated] {
            #expect(throws: DecisionRefusal.alreadyDecided) { try pairing(state).deciding(approve, at: 150) }
        }
        for change in [
            { $0.number = "12" }, { $0.reason = .notMe }, { $0.automatedUntil = 900 },
        ] as [(inout DeviceProtocol.Answer) -> Void] {
            var answer = approve
            change(&answer)
            #expect(throws: DecisionRefusal.self) { try pairing(.pending).deciding(answer, at: 150) }
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
        let unnamed = AuthenticationRequestDraft(subject: .user(name: "u"))
        for name in ["unnamed:", "", "name:"] {
            let named = AuthenticationRequestDraft(subject: .user(name: "u"), terminalName: name)
            #expect(named.terminalIdentity != unnamed.terminalIdentity)
        }
    }
}

#endif
