public import HTTPTypes

/// A complete HTTP response.
public struct HTTPTransportResponse: Sendable, Hashable {
    /// The status and header fields of the final response; informational (1xx) responses are skipped.
    public var head: HTTPResponse

    /// The response body, as sent: no content coding is undone.
    public var body: [UInt8]

    /// Whether the request travelled on a connection that an earlier request had opened.
    public var connectionReused: Bool

    /// Creates a response.
    public init(head: HTTPResponse, body: [UInt8], connectionReused: Bool = false) {
        self.head = head
        self.body = body
        self.connectionReused = connectionReused
    }
}
