internal import WebSyntax

/// A request as it arrived, which behind a proxy is not how the client sent it.
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

    /// The host that the request was addressed to. In an absolute-form target it must be the same as
    /// in the `Host` field.
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

    /// The URL that the client called.
    func url(_ claim: OriginClaim) throws(ExternalURLError) -> String {
        let authority = if let claimed = claim.authority { claimed } else { try self.authority() }
        let origin = HTTPOrigin(claim.scheme ?? scheme, authority)
        if case .absolute(let url) = target, url.scheme != scheme, url.scheme != origin.scheme {
            throw .contradictory(.scheme, .target)
        }
        return origin.text + target.path
    }
}

/// What trusted proxies say that the client called; nil where they leave that to the request itself.
struct OriginClaim {
    var scheme: HTTPScheme?
    var authority: HTTPAuthority?
}
