#if Service

internal import HTTPTypes
internal import Hummingbird

/// What the iframe pages have in common: a signed URL that a person's browser opens, once and for a short time.
struct SignedPages: Sendable {
    private let refusal = LocalizedPage(PackageResources.refused_html)

    /// Adds a page under several paths. What is refused is a page too if a browser asks.
    func add(
        _ paths: [String], to router: Router<ServiceRequestContext>,
        open: @escaping @Sendable (Request, ServiceRequestContext) async throws -> Response
    ) {
        for path in paths {
            router.get(RouterPath(path)) { request, context in
                let isBrowser = request.headers[.accept]?.contains("text/html") == true
                do {
                    return try await open(request, context)
                } catch let error as ProtocolError where isBrowser {
                    return page(for: error, request)
                } catch let refusal as NonceRefusal where isBrowser {
                    refusal.log(to: context.logger)
                    return page(for: refusal.response, request)
                }
            }
        }
    }

    /// Returns the user that a signed URL names, if the URL has not expired.
    static func userName(of parameters: RequestParameters, at now: Int64) throws(ProtocolError) -> String {
        guard let expires = parameters.text("expires").flatMap({ Int64($0) }) else {
            throw ProtocolError.missing("expires")
        }
        guard now < expires else { throw .pageExpired }
        guard let userName = try parameters.userName("username") else { throw ProtocolError.missing("username") }
        return userName
    }

    /// Returns where a link for a lost phone may be mailed. Clients of version 1 send `None` for no address.
    static func resetAddress(of parameters: RequestParameters) -> MailAddress? {
        parameters.text("reset_email").flatMap { MailAddress($0) }
    }

    /// Returns the page that says why a page cannot be shown, in the words for persons: those of the protocol are for programs.
    private func page(for error: ProtocolError, _ request: Request) -> Response {
        let language = PageLanguage.preferred(request.headers[.acceptLanguage])
        let texts = PageTexts.of(language)
        let message =
            switch error {
            case .notSigned: texts["refused_used"]
            case .pageExpired: texts["refused_expired"]
            case .notEmbeddable: texts["refused_frame"]
            default: error.message + "."
            }
        return Response(
            refusalPage: refusal.render(["message": message], in: language), status: .init(code: error.status))
    }
}

#endif
