import OAuth1
import WebSyntax

/// Signing with the options of the command line.
enum OAuthSigning {
    /// Returns the URL without its fragment, which is not sent.
    static func url(_ text: String) throws -> HTTPURL {
        try HTTPURL(argument: text.prefix { $0 != "#" })
    }
}
