#if Service

internal import HTTPTypes
internal import Hummingbird

/// The routes of the phone's app: a web app in the program.
struct PhoneRoutes: Sendable {
    private let files: PhoneFiles

    /// Creates the routes.
    init(_ files: PhoneFiles) {
        self.files = files
    }

    /// Adds the routes to a router.
    func add(to router: Router<ServiceRequestContext>) {
        router.get("phone") { request, _ in
            // The router takes both spellings. The app's own URLs are relative to the one with a slash.
            guard request.uri.path.hasSuffix("/") else {
                return Response(status: .permanentRedirect, headers: [.location: "phone/"])
            }
            return try file(PhoneFiles.page, request)
        }
        router.get("phone/{file}") { request, context in
            try file(context.parameters.get("file") ?? "", request)
        }
    }

    private func file(_ name: String, _ request: Request) throws(ProtocolError) -> Response {
        guard let file = files.files[name] else { throw .notFound }
        let compressed = ContentCodings.permitGzip(request.headers[.acceptEncoding]) ? file.compressed : nil
        let tag = compressed?.tag ?? file.tag
        var response =
            request.headers[.ifNoneMatch] == tag ? Response(status: .notModified) : Response(file, compressed)
        // Asked for each time, so that an update is found; the service worker keeps what the app needs.
        response.headers[.cacheControl] = "no-cache"
        response.headers[.eTag] = tag
        if file.compressed != nil { response.headers[.vary] = "Accept-Encoding" }
        return response
    }
}

extension Response {
    /// Creates the response with a file of the app, which no other page may embed, and which runs no script but its own.
    fileprivate init(_ file: PhoneFiles.File, _ compressed: PhoneFiles.File.Compressed?) {
        self.init(status: .ok, type: file.type, bytes: compressed?.bytes ?? file.bytes)
        if compressed != nil { headers[.contentEncoding] = "gzip" }
        headers[.contentSecurityPolicy] =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
            + "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
            + "require-trusted-types-for 'script'; trusted-types toopher-phone"
        for (name, value) in [
            ("Referrer-Policy", "no-referrer"), ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
        ] {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
    }
}

#endif
