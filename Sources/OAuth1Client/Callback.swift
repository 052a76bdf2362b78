/// Where the server sends the resource owner after the authorization (`oauth_callback`, RFC 5849 section 2.1).
public enum Callback: Sendable, Hashable {
    /// To this absolute URL, of a web server or of an application.
    case url(String)
    /// Nowhere: the server shows the verifier, and the resource owner types it in.
    case outOfBand

    func text() throws(AuthorizationError) -> String {
        guard case .url(let url) = self else { return "oob" }
        let scheme = url.utf8.prefix { $0 != UInt8(ascii: ":") }
        guard scheme.count < url.utf8.count, Self.isScheme(scheme), url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
        else {
            throw .invalidArgument(reason: "the callback is not an absolute URL")
        }
        return url
    }

    /// RFC 3986 section 3.1.
    private static func isScheme(_ text: Substring.UTF8View) -> Bool {
        func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) }
        return text.first.map(isLetter) == true
            && text.allSatisfy {
                isLetter($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || "+-.".utf8.contains($0)
            }
    }
}
