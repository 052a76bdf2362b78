internal import HTTPExchange

/// One transfer as the agent receives it.
final class Transfer: Sendable {
    let id: UInt64
    let request: PreparedRequest
    let options: TransferOptions
    let connection: ConnectionSettings
    let completion: Completion
    /// The destination of a streamed body; `nil` if the body is collected.
    let pipe: DownloadPipe?

    init(
        id: UInt64, request: PreparedRequest, options: TransferOptions, connection: ConnectionSettings,
        pipe: DownloadPipe?
    ) {
        self.id = id
        self.request = request
        self.options = options
        self.connection = connection
        self.pipe = pipe
        completion = Completion()
    }
}
