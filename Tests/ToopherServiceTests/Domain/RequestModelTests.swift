#if Service

import DeviceProtocol
import TestSupport
import Testing

@testable import ToopherService

/// Sequences of events that a seed generates, against a model that knows only what must never happen.
@Suite("Authentication requests against a model") struct RequestModelTests {
    /// What has happened to a request, as those who caused it see it.
    struct Model {
        var number: String?
        var isChallenged = false
        var grants = 0
        /// Set by whatever must not be followed by a grant.
        var mustNotBeGranted = false
    }

    @Test(
        "Granted at most once, never after an end, never with a wrong number or without the challenge",
        arguments: 0..<40)
    func pure(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            var model = Model(
                number: Bool.random(using: &random) ? "42" : nil, isChallenged: Bool.random(using: &random))
            var request = AuthenticationRequest(
                id: "q", requesterID: "r", requesterName: "Shop", pairingID: "p", deviceID: "d",
                user: User(id: "u", name: "jdoe", isEnabled: true),
                terminal: Terminal(
                    id: "t", name: "laptop", requesterSpecifiedID: Bool.random(using: &random) ? "c" : ""),
                action: Action(id: "a", name: "Log In"), automationAllowed: Bool.random(using: &random),
                challengeRequired: model.isChallenged, matchNumber: model.number, state: .pending, created: 0,
                shownFrom: Int64.random(in: 0...30, using: &random), expires: 120)
            var now: Int64 = 0
            for _ in 0..<12 {
                now += Int64.random(in: 0...30, using: &random)
                let event = Self.event(at: now, using: &random)
                let before = request.state
                if now >= request.expires { model.mustNotBeGranted = model.mustNotBeGranted || before == .pending }
                let after = try? request.state(after: event, at: now)
                if let after { request.state = after }
                if !before.isGranted, request.state.isGranted {
                    model.grants += 1
                    #expect(!model.mustNotBeGranted)
                    switch event {
                    case .answer(let answer):
                        #expect(answer.decision == .approve && answer.number == model.number ?? "")
                        #expect(!model.isChallenged || answer.isChallengeMet)
                        #expect(now >= request.shownFrom)
                        #expect(answer.automatedUntil == 0 || request.mayBeAutomated)
                    case .oneTimePassword(let isValid): #expect(isValid)
                    case .cancellation, .supersession, .withdrawal: Issue.record("granted by \(event)")
                    }
                } else if after != nil {
                    model.mustNotBeGranted = true
                }
                #expect(before == .pending || request.state == before, "\(before) became \(request.state)")
                #expect(request.status(at: now).isGranted == request.state.isGranted)
                #expect(!(request.status(at: now).isPending && request.status(at: now).isGranted))
            }
            #expect(model.grants <= 1)
        }
    }

    private static func event(at now: Int64, using random: inout SeededGenerator) -> AuthenticationRequest.Event {
        switch Int.random(in: 0..<9, using: &random) {
        case 0: .cancellation
        case 1: .supersession
        case 2: .withdrawal
        case 3: .oneTimePassword(isValid: Bool.random(using: &random))
        default:
            .answer(
                DeviceProtocol.Answer(
                    Bool.random(using: &random) ? .approve : .deny,
                    reason: Int.random(in: 0..<4, using: &random) == 0 ? .notMe : .none,
                    number: ["", "42", "42", "41"].randomElement(using: &random) ?? "",
                    isChallengeMet: Bool.random(using: &random),
                    automatedUntil: Int.random(in: 0..<3, using: &random) == 0 ? now + 10 : 0, decided: now))
        }
    }

    /// What the test knows of a request on the service.
    private struct Asked {
        var id: String
        var number: String?
        var expires: Int64
        /// What the phone can still send, from when it was shown.
        var record: DeviceProtocol.DecisionRecord?
        var isOver = false
        var isGranted = false
    }

    @Test("Through HTTP, whatever the order: a grant needs this phone, this number, in time, once", arguments: 0..<6)
    func service(_ seed: UInt64) async throws {
        try await Harness.run { harness in
            var random = SeededGenerator(seed: seed)
            let shop = try await harness.requester()
            let (phone, _) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let stranger = try await Phone.registered(with: harness)
            var asked: [Asked] = []
            for step in 0..<60 {
                harness.clock.advance(by: Int64.random(in: 0...20, using: &random))
                switch Int.random(in: 0..<8, using: &random) {
                case 0, 1:
                    let shows = Bool.random(using: &random)
                    let response = try await harness.post(
                        "/v1/authentication_requests/initiate",
                        [
                            ("user_name", "jdoe"), ("terminal_name", "t\(step)"), ("shows_match_number", "\(shows)"),
                        ], as: shop)
                    #expect(response.status == 200, "\(response.text)")
                    let id = response.json["id"].text
                    #expect(!asked.contains { $0.id == id })
                    for index in asked.indices where !asked[index].isGranted { asked[index].isOver = true }
                    asked.append(
                        Asked(
                            id: id, number: shows ? response.json["match_number"].text : nil,
                            expires: harness.clock.now + 120, record: try await phone.record(.approve, to: id)))
                case 2:
                    guard let index = asked.indices.randomElement(using: &random) else { continue }
                    let response = try await harness.post(
                        "/v1/authentication_requests/\(asked[index].id)/cancel", [], as: shop)
                    #expect(response.status == 200)
                    if !asked[index].isGranted { asked[index].isOver = true }
                default:
                    guard let index = asked.indices.randomElement(using: &random) else { continue }
                    var one = asked[index]
                    if one.record == nil { one.record = try await phone.record(.approve, to: one.id) }
                    guard var record = one.record else { continue }
                    asked[index].record = record
                    let isStranger = Int.random(in: 0..<5, using: &random) == 0
                    if isStranger { record.device = stranger.id }
                    if Int.random(in: 0..<4, using: &random) == 0 { record.answer.decision = .deny }
                    let isRight = Bool.random(using: &random)
                    if let number = one.number, record.answer.decision == .approve {
                        record.answer.number = isRight ? number : "x" + number
                    }
                    let response = try await (isStranger ? stranger : phone).send(record)
                    let isLate = one.isOver || one.isGranted || harness.clock.now >= one.expires
                    #expect((response.status == 200) == (!isStranger && !isLate), "\(response.text)")
                    guard response.status == 200 else { continue }
                    let grants = record.answer.decision == .approve && (one.number == nil || isRight)
                    if grants { asked[index].isGranted = true } else { asked[index].isOver = true }
                }
                for one in asked {
                    let now = try await harness.get("/v1/authentication_requests/\(one.id)", as: shop).json
                    #expect(now["granted"] == .flag(one.isGranted), "\(one)")
                    if one.isOver || one.isGranted { #expect(now["pending"] == .flag(false)) }
                }
            }
        }
    }
}

#endif
