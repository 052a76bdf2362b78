#if Service

internal import WebSyntax

/// A host that the operator permits as an endpoint although it speaks plain http, or has an address that is not public.
public struct WebhookException: Sendable, Hashable {
    private let authority: HTTPAuthority

    /// Creates an exception from `host`, for the default port of a URL's scheme, or `host:port`; `nil` for other texts.
    public init?(_ text: String) {
        guard let authority = HTTPAuthority(text) else { return nil }
        self.authority = authority
    }

    /// The host, and the port if one is named.
    public var text: String { authority.text }

    /// Returns whether a URL names the host and the port.
    func matches(_ url: HTTPURL) -> Bool {
        authority.host == url.origin.host && (authority.port ?? url.scheme.defaultPort) == url.origin.port
    }
}

#endif
