#if Service

internal import WebSyntax

/// The origin of a site: one that a requester's pages trust, in the spelling of browsers.
enum WebOrigin {
    /// The most that a requester has.
    static let maximumCount = 50

    /// Why a text is not the origin of a site that can show pages.
    enum Problem: Error, Sendable, Hashable {
        case notAnOrigin, notSecure, addressInBrackets

        /// For the operator.
        var reason: String {
            switch self {
            case .notAnOrigin: "give scheme, host and, if it is not the usual one, port, as in https://shop.example.com"
            case .notSecure: "plain http is only for this machine, such as http://127.0.0.1:8080"
            case .addressInBrackets: "browsers take no IPv6 addresses in a policy for frames: give a name"
            }
        }
    }

    /// Returns the origin as a browser spells it: in lower case, without the usual port and without a slash.
    ///
    /// - Throws: ``Problem``
    static func canonical(_ text: String) throws(Problem) -> String {
        guard let url = try? HTTPURL(text), url.target == "/", !text.hasSuffix("?"), isHost(url.authority.host) else {
            throw .notAnOrigin
        }
        guard url.authority.host.first != "[" else { throw .addressInBrackets }
        guard url.scheme == .https || isLoopback(url.authority.host) else { throw .notSecure }
        return url.origin.text
    }

    /// Returns the origin of a URL; `nil` for a text that is none.
    ///
    /// Only characters that URLs have: the text goes into a page, whose script opens it.
    static func of(url text: String) -> String? {
        guard text.utf8.count <= 2048, let url = try? HTTPURL(text), url.hasOnlyURLCharacters else { return nil }
        return url.origin.text
    }

    /// Whether a host can stand in a policy: `_` cannot, and a final dot makes another host of it.
    private static func isHost(_ host: String) -> Bool {
        if host.first == "[" { return true }
        return !host.utf8.contains(UInt8(ascii: "_"))
            && !host.split(separator: ".", omittingEmptySubsequences: false)
                .contains { $0.isEmpty || $0.first == "-" || $0.last == "-" }
    }

    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || IPAddress(host)?.isLoopback == true
    }
}

#endif
