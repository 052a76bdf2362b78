#if Service

internal import HTTPTypes
internal import Hummingbird

/// Where the page of a signed URL may be shown, and where its answer goes.
struct PageEmbedding: Sendable, Hashable {
    /// The sites that may show the page in a frame, and that it posts messages to.
    var frameOrigins: [String]
    /// Where the browser goes with the answer; `nil` for a page that posts it to the one that embeds it.
    var returnURL: String?

    /// Decides where a page may be shown.
    ///
    /// With a `return_url` the answer is in the next URL, so no frame is needed; and in a frame of another site, the browser
    /// would take the answer there.
    ///
    /// - Throws: ``ProtocolError/unknownReturnURL``; ``ProtocolError/notEmbeddable`` for a frame that the browser would not
    ///   show: before the URL is used, so that the person can open it elsewhere.
    init(_ signed: SignedRequest, _ request: Request) throws(ProtocolError) {
        let origins = signed.requester.origins
        if let url = signed.parameters.text("return_url") {
            guard let origin = WebOrigin.of(url: url), origins.contains(origin) else { throw .unknownReturnURL }
            (frameOrigins, returnURL) = ([], url)
        } else {
            (frameOrigins, returnURL) = (origins, nil)
        }
        guard !frameOrigins.isEmpty || !Self.isForFrame(request) else { throw .notEmbeddable }
    }

    /// What the template of the page gets.
    var values: [Substring: String] {
        ["origins": frameOrigins.joined(separator: " "), "return_url": returnURL ?? ""]
    }

    /// Whether a browser says that it fetches the page for a frame. Old ones say nothing: the policy of the page is what
    /// counts.
    private static func isForFrame(_ request: Request) -> Bool {
        guard let name = HTTPField.Name("Sec-Fetch-Dest"), let destination = request.headers[name] else { return false }
        return ["iframe", "frame", "embed", "object"].contains(destination)
    }
}

#endif
