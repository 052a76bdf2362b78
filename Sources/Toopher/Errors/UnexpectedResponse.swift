/// A reply that is not the answer to the question: which reply, and in which way.
public struct UnexpectedResponse: Sendable, Hashable {
    /// The HTTP status.
    public let status: Int

    /// In which way the reply is not an answer.
    public let problem: ReplyProblem

    /// The service's name for this exchange, from `X-Request-Id`: what its operator can look up.
    public let requestID: String?

    /// How long whoever answered wants to be left alone, from `Retry-After`.
    public let retryAfter: Duration?

    init(_ problem: ReplyProblem, origin: ReplyOrigin) {
        self.problem = problem
        status = origin.status
        requestID = origin.requestID
        retryAfter = origin.retryAfter
    }

    /// The error that the caller gets: what could not be read, and what was read and is no answer, are two things.
    var error: ToopherError {
        switch problem {
        case .redirect, .noErrorCode, .anotherID, .anotherUser: .unexpectedResponse(self)
        case .empty, .tooLarge, .notJSON, .notAnObject, .notAnArray, .notPNG, .malformedField:
            .undecodableResponse(self)
        }
    }
}

/// In which way a reply of the service is not one that the protocol knows.
@nonexhaustive
public enum ReplyProblem: Sendable, Hashable {
    // MARK: The reply cannot be read

    /// The body is empty.
    case empty
    /// The body is longer than this library reads.
    case tooLarge(limit: Int)
    /// The body is not JSON; with the media type that it claims to be.
    case notJSON(contentType: String?)
    /// The body is JSON, but not an object.
    case notAnObject
    /// The body is JSON, but not an array.
    case notAnArray
    /// The body is not a PNG image; with the media type that it claims to be.
    case notPNG(contentType: String?)
    /// That field is missing, or not of its kind.
    case malformedField(String)

    // MARK: The reply is no answer to the question

    /// A redirect; they are not followed, because a signature covers one address only.
    case redirect
    /// An error status, without the protocol's `error_code`.
    case noErrorCode
    /// The object has another id than the one asked for.
    case anotherID
    /// The object is about another user than the one asked for.
    case anotherUser
}

extension ReplyProblem: CustomStringConvertible {
    /// What is wrong with the reply.
    public var description: String {
        switch self {
        case .empty: "the body is empty"
        case .tooLarge(let limit): "the body is longer than \(limit) bytes"
        case .notJSON(let type?): "the body is not JSON but calls itself \(type)"
        case .notJSON(nil): "the body is not JSON"
        case .notAnObject: "the body is not a JSON object"
        case .notAnArray: "the body is not a JSON array"
        case .notPNG(let type?): "the body is not a PNG image but calls itself \(type)"
        case .notPNG(nil): "the body is not a PNG image"
        case .malformedField(let field): "the field \(field) is missing or malformed"
        case .redirect: "a redirect, and redirects are not followed"
        case .noErrorCode: "an error without an error code"
        case .anotherID: "it is about another id than the one asked for"
        case .anotherUser: "it is about another user than the one asked for"
        }
    }
}
