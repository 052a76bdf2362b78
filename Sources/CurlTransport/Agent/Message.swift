/// A message from another thread to the agent.
enum Message: Sendable {
    case execute(Transfer)
    case cancel(id: UInt64)
    /// A paused transfer may continue: there is room for the response body, or more of the request body.
    case resume(id: UInt64)
}
