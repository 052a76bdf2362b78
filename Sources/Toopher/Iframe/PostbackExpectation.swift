/// The user, action and terminal that a postback must be about.
public struct PostbackExpectation: Sendable {
    /// Your name of the user; `nil` for any user.
    public var username: String?
    /// What is being allowed; `nil` for any action.
    public var actionName: String?
    /// Your own id of the terminal; `nil` for any terminal.
    public var requesterSpecifiedTerminalID: String?

    /// Creates an expectation of everything that is not `nil`.
    public init(username: String? = nil, actionName: String? = nil, requesterSpecifiedTerminalID: String? = nil) {
        self.username = username
        self.actionName = actionName
        self.requesterSpecifiedTerminalID = requesterSpecifiedTerminalID
    }

    /// Any user, action and terminal: the caller compares them.
    public static let anything = PostbackExpectation()

    /// Returns the expectation of a user and, if it is not `nil`, an action.
    public static func user(_ username: String, action: String? = nil) -> PostbackExpectation {
        PostbackExpectation(username: username, actionName: action)
    }
}
