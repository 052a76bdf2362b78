internal import CryptoCore
internal import OAuth1

extension ToopherIframe {
    /// The browser that a log-in comes from: what the phone shows of it, and how the service knows it again.
    ///
    /// A user whose browser has an id is told of a place that was never approved before, and can have later log-ins from
    /// this one approved without a prompt. A name alone proves nothing, since anybody can have a browser of that name.
    public struct Terminal: Sendable, Hashable {
        /// What the phone shows, such as `Firefox on Linux`.
        public var name: String
        /// Your own id of the browser, as `requester_specified_terminal_id`.
        public var id: String

        /// Creates a terminal with an id of your own, which nobody can guess.
        ///
        /// Whoever knows the id is at that terminal. URLs get into logs: do not use the value of a cookie here.
        public init(name: String, id: String) {
            self.name = name
            self.id = id
        }

        /// Creates the terminal of a browser that has your token in a cookie.
        ///
        /// The id is the token's SHA-256 digest, so that a URL in a log does not have the token.
        ///
        /// - Parameters:
        ///   - name: What the phone shows of the browser.
        ///   - token: From ``makeToken()``, as the browser has sent it. A browser may send what it likes: with another
        ///     token it is another terminal.
        /// - Throws: ``ToopherError/invalidArgument(name:reason:)`` for an empty token, ``ToopherError/crypto(_:)``.
        public init(name: String, token: String) throws(ToopherError) {
            try Argument.requireText(token, named: "token")
            do {
                self.init(
                    name: name, id: Base64.encodeURL(try Digest.sha256(Array("toopher terminal \(token)".utf8))))
            } catch {
                throw .crypto(error)
            }
        }

        /// Creates a token for a browser: 192 random bits in 32 characters.
        ///
        /// Keep it in a cookie for a year or so: `__Host-…`, with `Secure`, `HttpOnly` and `SameSite=Lax`. It belongs to the
        /// browser, not to a user: keep it when the user logs out.
        public static func makeToken() throws(ToopherError) -> String {
            try ToopherIframe.makeRequestToken()
        }

        var parameters: [Parameter] {
            [Parameter("terminal_name", name), Parameter("requester_specified_terminal_id", id)]
        }
    }
}
