#if Service

/// A link with which somebody who has lost the phone removes its pairing and pairs anew.
struct ResetLink: Sendable {
    /// After so many wrong answers the link is worth nothing.
    static let maximumWrongAnswers: Int64 = 5

    var tokenDigest: String
    var pairing: Pairing
    /// What the page asks; `nil` if the link alone suffices.
    var question: String?
    /// ``LinkKey/answerDigest(_:owner:)`` of the answer, in base64url.
    var answerDigest: String?
    var wrongAnswers: Int64
    /// Seconds since 1970.
    var expires: Int64
    /// The pairing that was offered when the link was used; `nil` if it was not.
    var nextPairingID: String?

    /// Whether the link has had too many wrong answers.
    var isBlocked: Bool { wrongAnswers >= Self.maximumWrongAnswers }

    /// Returns whether the pairing can still be reset: an administrator's deactivation has the last word.
    func isUsable(at now: Int64) -> Bool {
        nextPairingID == nil && now < expires && !isBlocked && pairing.user.isEnabled
            && pairing.status(at: now) == .enabled
    }
}

#endif
