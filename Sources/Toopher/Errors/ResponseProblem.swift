/// Why a response is not the one that the Toopher protocol defines for the call.
@nonexhaustive
public enum ResponseProblem: Sendable, Hashable {
    // MARK: The body cannot be parsed

    /// The body is empty.
    case empty
    /// The body is longer than the limit, in bytes.
    case tooLarge(limit: Int)
    /// The body is not JSON; the associated value is its `Content-Type`.
    case notJSON(contentType: String?)
    /// The body is JSON, but not an object.
    case notAnObject
    /// The body is JSON, but not an array.
    case notAnArray
    /// The body is not a PNG image; the associated value is its `Content-Type`.
    case notPNG(contentType: String?)
    /// The field with this name is missing or malformed.
    case malformedField(String)

    // MARK: The response does not belong to the request

    /// The response is a redirect. It is not followed, because a signature covers one URL only.
    case redirect
    /// The response has an error status without the protocol's `error_code`.
    case noErrorCode
    /// The response has another id than the requested one.
    case anotherID
    /// The response has another user than the requested one.
    case anotherUser
}

extension ResponseProblem: CustomStringConvertible {
    /// The problem in words.
    public var description: String {
        switch self {
        case .empty: "the body is empty"
        case .tooLarge(let limit): "the body is longer than \(limit) bytes"
        case .notJSON(let type?): "the body is not JSON, and its content type is \(type)"
        case .notJSON(nil): "the body is not JSON"
        case .notAnObject: "the body is not a JSON object"
        case .notAnArray: "the body is not a JSON array"
        case .notPNG(let type?): "the body is not a PNG image, and its content type is \(type)"
        case .notPNG(nil): "the body is not a PNG image"
        case .malformedField(let field): "the field \(field) is missing or malformed"
        case .redirect: "it is a redirect, and redirects are not followed"
        case .noErrorCode: "it is an error without an error code"
        case .anotherID: "it has another id than the requested one"
        case .anotherUser: "it has another user than the requested one"
        }
    }
}
