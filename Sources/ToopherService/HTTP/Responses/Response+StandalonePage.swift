#if Service

internal import HTTPTypes
internal import Hummingbird

extension Response {
    /// Creates a page that works without scripts and that no other page may embed: what its buttons do cannot be hidden
    /// under something else.
    init(standalonePage page: [UInt8], status: HTTPResponse.Status) {
        self.init(page: page, status: status)
        headers[.contentSecurityPolicy] =
            "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    }
}

#endif
