#if Service

internal import HTTPTypes
internal import Hummingbird

extension HTTPField.Name {
    fileprivate static let referrerPolicy = HTTPField.Name("Referrer-Policy")
    fileprivate static let crossOriginResourcePolicy = HTTPField.Name("Cross-Origin-Resource-Policy")
}

extension Response {
    /// Creates the page of a signed URL, which only files of this service may script and style. Images are in its data: QR
    /// codes.
    ///
    /// - Parameter origins: The sites that may show it in a frame. It can ring a phone and, for who manages phones, remove
    ///   one, so that no other site may hide it under something else.
    init(signedPage page: [UInt8], framedBy origins: [String]) {
        self.init(page: page, status: .ok)
        headers[.contentSecurityPolicy] = Self.scriptedPolicy(frameAncestors: origins)
    }

    /// Creates a page that works without scripts and that no other page may embed: what its buttons do cannot be hidden
    /// under something else.
    init(standalonePage page: [UInt8], status: HTTPResponse.Status) {
        self.init(page: page, status: status)
        headers[.contentSecurityPolicy] =
            "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    }

    /// Creates the page that says why another one cannot be shown.
    ///
    /// Any site may show it in a frame, since the person has to read it where the other page was to be. It knows nothing and
    /// does nothing.
    init(refusalPage page: [UInt8], status: HTTPResponse.Status) {
        self.init(page: page, status: status)
        headers[.contentSecurityPolicy] =
            "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'"
    }

    private init(page: [UInt8], status: HTTPResponse.Status) {
        self.init(status: status, type: "text/html; charset=utf-8", bytes: page)
        // The URL of the page is signed or has a token, so it must not become a referrer.
        if let name = HTTPField.Name.referrerPolicy { headers[name] = "no-referrer" }
    }

    private static func scriptedPolicy(frameAncestors origins: [String]) -> String {
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; "
            + "form-action 'none'; frame-ancestors \(origins.isEmpty ? "'none'" : origins.joined(separator: " ")); "
            + "require-trusted-types-for 'script'; trusted-types 'none'"
    }

    /// Creates the response with a file of the program.
    init(file: [UInt8], type: String) {
        self.init(status: .ok, type: type, bytes: file)
        headers[.cacheControl] = "public, max-age=300"
        // Other sites load toopher-web.js and, which takes CORS, the module toopher-web.mjs.
        if let name = HTTPField.Name.crossOriginResourcePolicy { headers[name] = "cross-origin" }
        headers[.accessControlAllowOrigin] = "*"
    }
}

#endif
