/// Why a text is not a URL that ``HTTPURL`` accepts.
package enum HTTPURLError: Error, Sendable, Hashable {
    /// It has a space, a line end or another control character.
    case invalidCharacter
    /// It has a fragment, which is never sent.
    case fragment
    /// It does not begin with a scheme and `://`.
    case notAbsolute
    /// Its scheme is neither `http` nor `https`.
    case unsupportedScheme
    /// Its authority is not `host` or `host:port`.
    case invalidAuthority

    /// The reason, for the message of an error: "it …".
    package var reason: String {
        switch self {
        case .invalidCharacter: "it has a space or a control character"
        case .fragment: "it has a fragment"
        case .notAbsolute: "it is not absolute"
        case .unsupportedScheme: "its scheme is neither https nor http"
        case .invalidAuthority: "its host and port are not of the form host or host:port"
        }
    }
}
