#if Service

internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

extension HTTPField.Name {
    fileprivate static let referrerPolicy = HTTPField.Name("Referrer-Policy")
    fileprivate static let crossOriginResourcePolicy = HTTPField.Name("Cross-Origin-Resource-Policy")
}

extension Response {
    /// Creates a page that only files of this service may script and style. Images are in its data: QR codes.
    ///
    /// Any site may embed it, since the service does not know the requesters' sites. The decision is made on the phone,
    /// where no page can overlay it.
    init(page: [UInt8], status: HTTPResponse.Status) {
        self.init(status: status, type: "text/html; charset=utf-8", bytes: page)
        headers[.contentSecurityPolicy] =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'"
        // The URL of the page is signed, so it must not become a referrer.
        if let name = HTTPField.Name.referrerPolicy { headers[name] = "no-referrer" }
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
