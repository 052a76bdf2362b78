internal import HTTPExchange

/// One transfer as the agent receives it.
final class Transfer: Sendable {
    let id: UInt64
    let request: PreparedRequest
    let options: TransferOptions
    /// What is demanded of the server.
    let connection: ConnectionSettings
    let completion: Completion
    /// Where the body goes; nil if it is gathered.
    let pipe: BodyPipe?

    init(
        id: UInt64, request: PreparedRequest, options: TransferOptions, connection: ConnectionSettings, pipe: BodyPipe?
    ) {
        self.id = id
        self.request = request
        self.options = options
        self.connection = connection
        self.pipe = pipe
        completion = Completion()
    }
}

/// What other threads ask of the agent.
enum Message: Sendable {
    case execute(Transfer)
    case cancel(id: UInt64)
    /// A paused transfer may go on: there is room for the response body, or more of the request body.
    case resume(id: UInt64)
}
