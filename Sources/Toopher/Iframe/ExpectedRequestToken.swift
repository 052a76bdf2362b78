/// The request token that a postback must return as its `session_token`.
public enum ExpectedRequestToken: Sendable {
    /// This token. It must not be empty: a session without a token must not match a postback without one.
    case expected(String)

    /// Any token or none: the postback is not bound to a log-in.
    case withoutRequestToken
}
