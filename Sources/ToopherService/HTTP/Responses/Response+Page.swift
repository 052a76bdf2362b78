#if Service

internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

extension HTTPField.Name {
    fileprivate static let referrerPolicy = HTTPField.Name("Referrer-Policy")
    fileprivate static let crossOriginResourcePolicy = HTTPField.Name("Cross-Origin-Resource-Policy")
}

extension Response {
    /// A page. Only files of this service may run or style it. Who embeds it is not known to this service, so
    /// framing stays open; its one button of value is on the phone, where nobody can overlay it.
    init(page: [UInt8], status: HTTPResponse.Status) {
        self.init(status: status, type: "text/html; charset=utf-8", bytes: page)
        headers[.contentSecurityPolicy] =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'"
        // The address of the page is a signed URL: tell it to nobody.
        if let name = HTTPField.Name.referrerPolicy { headers[name] = "no-referrer" }
    }

    /// A file that belongs to the program.
    init(file: [UInt8], type: String) {
        self.init(status: .ok, type: type, bytes: file)
        headers[.cacheControl] = "public, max-age=300"
        // Other sites load toopher-web.js, and toopher-web.mjs, which like any module they must be allowed to read.
        if let name = HTTPField.Name.crossOriginResourcePolicy { headers[name] = "cross-origin" }
        headers[.accessControlAllowOrigin] = "*"
    }
}

#endif
