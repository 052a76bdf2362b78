public import OAuth1

/// The form data of a postback, as your framework hands it to you.
///
/// Either the fields themselves, as version 1 of the protocol has it, or one field `toopher_iframe_data` that holds them,
/// form-encoded, as version 2 has it; other fields beside that one, such as your framework's own, are not looked at. A form
/// that has both must say the same in both. Where the fields stand by themselves, the signature covers all that is there:
/// name your own, the `framework_post_args` of the page, with ``ignoring(_:of:)``.
public indirect enum PostbackForm: Sendable {
    /// The text of an `application/x-www-form-urlencoded` body.
    case text(String)
    /// The bytes of an `application/x-www-form-urlencoded` body.
    case bytes([UInt8])
    /// The decoded fields, each occurrence of each.
    case fields([Parameter])
    /// A form without the fields of those names, which are your own and not signed: `.ignoring(["csrf"], of: .bytes(body))`.
    case ignoring([String], of: PostbackForm)
}

/// The request token that a postback must bring back as its `session_token`.
public enum ExpectedRequestToken: Sendable {
    /// That token, and no other. It must not be empty: a session without a token must not match a postback without one.
    case expected(String)

    /// Any token or none: whoever holds a signed postback can use it in any log-in until it expires.
    case withoutRequestToken
}

/// Whom and what a postback must be about.
public struct PostbackExpectation: Sendable {
    /// Your name of the user.
    public var username: String?
    /// What is being allowed.
    public var actionName: String?
    /// Your own id of the terminal.
    public var requesterSpecifiedTerminalID: String?

    /// An expectation of each that is not `nil`.
    public init(username: String? = nil, actionName: String? = nil, requesterSpecifiedTerminalID: String? = nil) {
        self.username = username
        self.actionName = actionName
        self.requesterSpecifiedTerminalID = requesterSpecifiedTerminalID
    }

    /// About anyone and anything: the caller compares what matters.
    public static let anything = PostbackExpectation()

    /// About that user, and perhaps that action.
    public static func user(_ username: String, action: String? = nil) -> PostbackExpectation {
        PostbackExpectation(username: username, actionName: action)
    }
}
