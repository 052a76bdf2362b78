internal import WebSyntax

/// A request as the server received it, which behind a proxy is not how the client sent it.
struct ArrivedRequest {
    let scheme: HTTPScheme
    let target: RequestTarget
    private let host: String?

    init(scheme: String, authority: String?, target: String) throws(ExternalURLError) {
        guard let scheme = HTTPScheme(name: scheme) else {
            throw .malformed(.scheme, reason: "it is neither http nor https")
        }
        self.scheme = scheme
        self.target = try RequestTarget(target)
        host = authority?.isEmpty == true ? nil : authority
    }

    /// Returns the host that the request was sent to. That of an absolute-form target must equal the `Host` field.
    func authority() throws(ExternalURLError) -> HTTPAuthority {
        let field = try host.map { text throws(ExternalURLError) in try HTTPAuthority(text, in: .authority) }
        guard case .absolute(let url) = target else {
            guard let field else { throw .missing(.authority) }
            return field
        }
        guard field.map({ HTTPOrigin(url.scheme, $0) == url.origin }) ?? true else {
            throw .contradictory(.authority, .target)
        }
        return url.authority
    }

    /// Returns the URL that the client called.
    func url(_ claim: OriginClaim) throws(ExternalURLError) -> String {
        let authority = if let claimed = claim.authority { claimed } else { try self.authority() }
        let origin = HTTPOrigin(claim.scheme ?? scheme, authority)
        if case .absolute(let url) = target, url.scheme != scheme, url.scheme != origin.scheme {
            throw .contradictory(.scheme, .target)
        }
        return origin.text + target.path
    }
}

/// The origin that the client called according to trusted proxies; `nil` for what the request itself says.
struct OriginClaim {
    var scheme: HTTPScheme?
    var authority: HTTPAuthority?
}
