#if Service

internal import HTTPTypes
internal import Hummingbird

/// What the iframe pages have in common: a signed URL that a person's browser opens, once and for a short time.
struct SignedPages: Sendable {
    private let refusal = PageTemplate(PackageResources.refused_html)

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
                    return page(for: error)
                } catch let refusal as NonceRefusal where isBrowser {
                    refusal.log(to: context.logger)
                    return page(for: refusal.response)
                }
            }
        }
    }

    /// Returns the user that a signed URL names, if the URL has not expired.
    static func userName(of parameters: RequestParameters, at now: Int64) throws(ProtocolError) -> String {
        guard let expires = parameters.text("expires").flatMap({ Int64($0) }) else {
            throw ProtocolError.missing("expires")
        }
        guard now < expires else { throw ProtocolError(status: 400, "This page has expired") }
        guard let userName = try parameters.userName("username") else { throw ProtocolError.missing("username") }
        return userName
    }

    /// Returns the page that says why a page cannot be shown.
    private func page(for error: ProtocolError) -> Response {
        // A person reads this: the protocol's text for a 401 is for programs.
        let message = error == .notSigned ? "This address is not valid, or has been used" : error.message
        return Response(page: refusal.render(["message": message]), status: .init(code: error.status))
    }
}

#endif
