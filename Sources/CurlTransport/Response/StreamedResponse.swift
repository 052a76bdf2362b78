public import HTTPTypes

/// A response whose body is read while it arrives.
public struct StreamedResponse: Sendable {
    /// The status and header fields of the final response; informational (1xx) responses are skipped.
    public let head: HTTPResponse
    /// The body.
    public let body: ResponseBody
}
