/// What a callback means for the command that waits for it.
enum CallbackDecision: Sendable {
    /// The verifier is there: the wait ends.
    case verifier(String)
    /// The authorization has failed: the wait ends.
    case failed(any Error)
    /// The request did not come from the server, or belongs to another authorization: the wait goes on.
    case ignored
}
