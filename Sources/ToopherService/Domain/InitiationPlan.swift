#if Service

internal import DeviceProtocol

/// What a new authentication request leads to, decided without a look at any database.
struct InitiationPlan: Sendable {
    /// What is known when a request comes in.
    struct Situation: Sendable, Hashable {
        var policy: RequesterPolicy
        var history: PromptHistory
        /// The user's requests of this requester that are stored as pending.
        var open: [OpenRequest]
        /// The verdict on the one-time password of the draft; `nil` if it has none.
        var isPasswordValid: Bool?
        /// Whether the user has a phone to ask.
        var hasPhone: Bool
        /// The phone's standing answer for this terminal and action that is still good; `nil` for none.
        var standingAnswer: StandingAnswer?
        /// Whether the requester has an id of the terminal.
        var isTerminalIdentified: Bool
    }

    /// What the requester gets.
    enum Result: Sendable, Hashable {
        /// An earlier request that asks the same.
        case existing(id: String)
        /// A request in a final state, or one that waits for the phone.
        case new(AuthenticationRequest.State, hasNumber: Bool, shownFrom: Int64)
    }

    var result: Result
    /// The open requests that end, with their states.
    var ended: [(id: String, state: AuthenticationRequest.State)] = []
    /// What is known of the user's answers from now on.
    var history: PromptHistory

    /// Decides.
    ///
    /// - Parameters:
    ///   - mergeKey: What equal requests have in common; `nil` for one that is never merged.
    ///   - lifetime: Seconds from now to the deadline.
    init(
        _ draft: AuthenticationRequestDraft, mergeKey: String?, in situation: Situation, at now: Int64, lifetime: Int64
    ) {
        history = situation.history
        for request in situation.open where now >= request.expires {
            ended.append((request.id, .expired))
            history.note(.expired, wasShown: request.shownFrom < request.expires, at: request.expires)
        }
        if let isPasswordValid = situation.isPasswordValid {
            result = .new(isPasswordValid ? .passwordAccepted : .passwordRefused, hasNumber: false, shownFrom: now)
            return
        }
        let needsNumber: Bool
        var shownFrom = max(now, history.quietUntil)
        switch situation.policy.numberMatching {
        case .off: needsNumber = false
        case .whenShown: needsNumber = draft.showsNumber
        case .always:
            needsNumber = true
            if !draft.showsNumber { shownFrom = .max }
        }
        if situation.policy.numberMatching != .always, draft.automationAllowed, !draft.challengeRequired,
            situation.isTerminalIdentified, let answer = situation.standingAnswer, answer.hadNumber || !needsNumber
        {
            let state = answer.decision == .approve ? State.automaticallyGranted : .automaticallyDenied
            result = .new(state, hasNumber: false, shownFrom: now)
            return
        }
        let open = situation.open.filter { now < $0.expires }
        if let mergeKey, let same = open.first(where: { $0.mergeKey == mergeKey }) {
            result = .existing(id: same.id)
            return
        }
        if !situation.policy.allowsConcurrentPrompts {
            for request in open {
                ended.append((request.id, .superseded))
                history.note(.superseded, wasShown: request.shownFrom <= now, at: now)
            }
        }
        if !situation.hasPhone { shownFrom = .max }
        shownFrom = max(shownFrom, history.quietUntil)
        result = .new(.pending, hasNumber: needsNumber, shownFrom: min(shownFrom, now + lifetime))
    }

    private typealias State = AuthenticationRequest.State
}

#endif
