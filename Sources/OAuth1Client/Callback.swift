internal import WebSyntax

/// The place to which the server returns the resource owner after the authorization (`oauth_callback`, RFC 5849
/// section 2.1).
public enum Callback: Sendable, Hashable {
    /// An absolute URL, of a web server or of an application.
    case url(String)
    /// None: the server shows the verifier, and the resource owner types it in.
    case outOfBand

    /// Returns the value of `oauth_callback`.
    func text() throws(AuthorizationError) -> String {
        guard case .url(let url) = self else { return "oob" }
        let scheme = url.utf8.prefix { $0 != UInt8(ascii: ":") }
        guard scheme.count < url.utf8.count, Self.isScheme(scheme), url.utf8.allSatisfy(\.isVisibleASCII) else {
            throw .invalidArgument(reason: "the callback is not an absolute URL")
        }
        return url
    }

    /// RFC 3986 section 3.1.
    private static func isScheme(_ text: Substring.UTF8View) -> Bool {
        text.first?.isASCIILetter == true && text.allSatisfy { $0.isASCIIAlphanumeric || "+-.".utf8.contains($0) }
    }
}
