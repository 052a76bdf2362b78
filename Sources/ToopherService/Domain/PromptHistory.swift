#if Service

/// How a user has answered lately: whoever is asked too often is asked more rarely, so that nobody approves to have peace.
///
/// A request that must wait for its turn is not refused: the phone shows it later, and a one-time password is accepted at once.
/// Nobody can lock a user out by asking.
struct PromptHistory: Sendable, Hashable {
    /// Prompts in a row that were denied, or that nobody answered.
    var unanswered: Int64 = 0
    /// Wrong numbers in a row.
    var wrongNumbers: Int64 = 0
    /// Until when no new prompt is shown, in seconds since 1970.
    var quietUntil: Int64 = 0

    /// Prompts that are shown without a delay, whatever came of those before.
    static let promptsWithoutDelay: Int64 = 2
    /// Shorter than the life of a request, so that each is shown in its time.
    static let longestDelay: Int64 = 60
    /// Of two digits, that many guesses find one number in twenty times.
    static let wrongNumbersAllowed: Int64 = 5
    /// How long the phone is silent after them.
    static let pauseAfterWrongNumbers: Int64 = 900

    /// Notes what became of a prompt.
    ///
    /// - Parameters:
    ///   - state: The final state of the request.
    ///   - wasShown: Whether the phone has shown it.
    mutating func note(_ state: AuthenticationRequest.State, wasShown: Bool, at now: Int64) {
        switch state {
        case .granted: self = PromptHistory()
        case .wrongNumber:
            wrongNumbers += 1
            note(unansweredAt: now)
            if wrongNumbers >= Self.wrongNumbersAllowed {
                wrongNumbers = 0
                quietUntil = max(quietUntil, now + Self.pauseAfterWrongNumbers)
            }
        case .notMe:
            unanswered += Self.promptsWithoutDelay
            note(unansweredAt: now)
        case .denied, .expired, .cancelled, .superseded: if wasShown { note(unansweredAt: now) }
        case .pending, .withdrawn, .passwordAccepted, .passwordRefused, .automaticallyGranted, .automaticallyDenied:
            break
        }
    }

    private mutating func note(unansweredAt now: Int64) {
        unanswered += 1
        let late = unanswered - Self.promptsWithoutDelay
        guard late > 0 else { return }
        quietUntil = max(quietUntil, now + min(Self.longestDelay, 5 << min(late, 8)))
    }
}

#endif
