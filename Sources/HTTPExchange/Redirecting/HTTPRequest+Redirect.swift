internal import HTTPTypes
internal import WebSyntax

extension HTTPRequest {
    /// Returns the request that follows a redirect; `nil` if `response` is not one, leads to another origin, or back to
    /// the same request, which would only be redirected again.
    func redirected(by response: HTTPResponse) -> HTTPRequest? {
        guard
            [301, 302, 303, 307, 308].contains(response.status.code),
            let location = response.headerFields[.location], !location.isEmpty, let path = path(of: location)
        else { return nil }
        var next = self
        next.path = path
        let becomesGet = response.status == .seeOther || (response.status.code <= 302 && method == .post)
        if becomesGet, method != .head, method != .get {
            next.method = .get
            for name in [HTTPField.Name.contentType, .contentLength, .contentEncoding, .contentLanguage] {
                next.headerFields[name] = nil
            }
        }
        // A form that leads to its own page changes the method (RFC 9110 section 15.4.4).
        return next.path == self.path && next.method == method ? nil : next
    }

    /// The path and query of `reference`, resolved against this request; `nil` if it leads to another origin.
    private func path(of reference: String) -> String? {
        guard let scheme, let authority else { return nil }
        // RFC 3986 section 2 permits visible ASCII only. A combining character would hide the slash before it, and white
        // space leads elsewhere if another parser trims it.
        guard reference.utf8.allSatisfy(\.isVisibleASCII) else { return nil }
        let target = URLReference(reference)
        guard let scheme = HTTPScheme(name: scheme), let ours = HTTPAuthority(authority) else { return nil }
        if let other = target.scheme {
            guard HTTPScheme(name: other) == scheme, target.authority != nil else { return nil }
        }
        if let other = target.authority {
            guard let theirs = HTTPAuthority(other), HTTPOrigin(scheme, theirs) == HTTPOrigin(scheme, ours) else {
                return nil
            }
        }
        return target.pathAndQuery(from: path ?? "/")
    }
}
