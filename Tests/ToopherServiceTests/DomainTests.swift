#if Service

import CryptoCore
import DeviceProtocol
import Testing

@testable import ToopherService

@Suite("Life cycles") struct DomainTests {
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
        "a pairing is pending until it is answered or over",
        arguments: [
            (Pairing.State.pending, Int64(100), Pairing.Status.pending), (.pending, 199, .pending),
            (.pending, 200, .expired), (.enabled, 10_000, .enabled), (.denied, 10_000, .denied),
            (.deactivated, 150, .deactivated),
        ])
    func pairingStatus(_ state: Pairing.State, _ now: Int64, _ status: Pairing.Status) {
        #expect(pairing(state).status(at: now) == status)
    }

    @Test("a pairing is decided once, in time")
    func pairingDecision() throws {
        #expect(try pairing(.pending).deciding(.approve, at: 199) == .enabled)
        #expect(try pairing(.pending).deciding(.deny, at: 199) == .denied)
        #expect(throws: DecisionRefusal.expired) { try pairing(.pending).deciding(.approve, at: 200) }
        for state in [Pairing.State.enabled, .denied, .deactivated] {
            #expect(throws: DecisionRefusal.alreadyDecided) { try pairing(state).deciding(.approve, at: 150) }
        }
    }

    @Test("a request is decided once, in time")
    func requestDecision() throws {
        #expect(try request(.pending).deciding(.approve, at: 199) == .granted)
        #expect(try request(.pending).deciding(.deny, at: 199) == .denied)
        #expect(throws: DecisionRefusal.expired) { try request(.pending).deciding(.approve, at: 200) }
        for state in [AuthenticationRequest.State.granted, .denied] {
            #expect(throws: DecisionRefusal.alreadyDecided) { try request(state).deciding(.deny, at: 150) }
        }
    }

    @Test("only an approved request is granted, and none is granted while pending")
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
        "who may be asked",
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

    @Test("a terminal's name does not pass for the id of another")
    func terminalIdentity() {
        let byName = AuthenticationRequestDraft(subject: .user(name: "u"), terminalName: "id:7")
        let byID = AuthenticationRequestDraft(subject: .user(name: "u"), terminalName: "x", requesterSpecifiedID: "7")
        #expect(byName.terminalIdentity != byID.terminalIdentity)
        #expect(AuthenticationRequestDraft(subject: .user(name: "u")).terminalIdentity == nil)
    }
}

@Suite("Identifiers, phrases and names") struct TextTests {
    @Test("identifiers are version 4 UUIDs")
    func identifiers() throws {
        #expect(try Identifier.make { .init(repeating: 0xFF, count: $0) } == "ffffffff-ffff-4fff-bfff-ffffffffffff")
        #expect(try Identifier.make { .init(repeating: 0, count: $0) } == "00000000-0000-4000-8000-000000000000")
        let id = try Identifier.make(SystemRandom.source)
        #expect(Identifier.parse(id) == id)
        #expect(Identifier.parse(id.uppercased()) == id)
        for bad in [
            "", "1-1-1-1-1", "{\(id)}", id + "0", String(id.map { $0 == "-" ? "0" : $0 }), "é" + id.dropFirst(2),
        ] {
            #expect(Identifier.parse(bad) == nil)
        }
    }

    @Test("word lists are large, distinct and plain")
    func words() {
        for words in [PhraseWords.adjectives, PhraseWords.nouns] {
            #expect(words.count >= 250)
            #expect(Set(words).count == words.count)
            #expect(
                words.allSatisfy { (3...12).contains($0.utf8.count) && $0.utf8.allSatisfy { (97...122).contains($0) } })
        }
    }

    @Test("a phrase is two words and is found however it is typed")
    func phrases() throws {
        let phrase = try PairingPhrase.make { .init(repeating: 0, count: $0) }
        #expect(phrase == "\(PhraseWords.adjectives[0]) \(PhraseWords.nouns[0])")
        #expect(PairingPhrase.canonical("  Awkward\t\u{A0}TURTLE\n") == "awkward turtle")
        let drawn = try Set((0..<200).map { _ in try PairingPhrase.make(SystemRandom.source) })
        #expect(drawn.count > 190)
        #expect(drawn.allSatisfy { PairingPhrase.canonical($0) == $0 })
    }

    @Test(
        "names that hide or reorder text are refused",
        arguments: [
            ("jdoe", true), ("Zoë 日本 🐢", true), ("a b", true), (String(repeating: "x", count: 256), true), ("", false),
            ("   ", false), ("a\nb", false), ("a\u{0}b", false), ("a\u{202E}b", false), ("a\u{2066}b", false),
            ("a\u{2028}b", false), ("a\u{7F}", false), (String(repeating: "x", count: 257), false),
        ])
    func names(_ name: String, _ isValid: Bool) {
        #expect(DisplayName.isValid(name) == isValid)
    }
}

#endif
