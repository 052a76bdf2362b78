#if Service

internal import OAuth1

/// A log-in for which a client has sent a browser to the service's page.
struct WebLogin: Sendable, Hashable {
    /// What precedes the token of a page in its digest.
    static let tokenPrefix = "web "

    var integrationKey: String
    var userName: String
    /// Where the browser is sent back to.
    var redirectURI: String
    /// The client's own text, which it gets back.
    var state: String
    /// The text that the client wants in the token that it fetches.
    var nonce: String?
    /// The name of the parameter with the code.
    var codeName: String

    /// Returns where the browser is sent: with a code, or with the word that there is none.
    func address(code: String?) -> String {
        let result = code.map { (codeName, $0) } ?? ("error", "access_denied")
        let parameters = [result, ("state", state)].map { "\($0.0)=\(Self.encode($0.1))" }.joined(separator: "&")
        return redirectURI + (redirectURI.utf8.contains(UInt8(ascii: "?")) ? "&" : "?") + parameters
    }

    private static func encode(_ text: String) -> String { PercentEncoding.encode(text) }
}

#endif
