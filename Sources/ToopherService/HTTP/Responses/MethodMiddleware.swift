#if Service

internal import HTTPTypes
internal import Hummingbird

extension HTTPField.Name {
    fileprivate static let allowedMethods = HTTPField.Name("Allow")
}

/// Answers `OPTIONS`, methods that a known path does not have (RFC 9110 sections 9.3.7 and 15.5.6), and unknown paths.
///
/// It is added behind the routes, so that only requests come here that no route takes.
struct MethodMiddleware: RouterMiddleware {
    let table: RouteTable

    @concurrent
    func handle(
        _ request: Request, context: ServiceRequestContext,
        next: @concurrent (Request, ServiceRequestContext) async throws -> Response
    ) async throws -> Response {
        let isAboutServer = request.method == .options && request.head.path == "*"
        guard let allow = isAboutServer ? "GET, HEAD, OPTIONS, POST" : table.allow(request.uri.path) else {
            throw ProtocolError.notFound
        }
        var response: Response =
            request.method == .options ? .json(.object([])) : .refusal(.methodNotAllowed)
        if let name = HTTPField.Name.allowedMethods { response.headers[name] = allow }
        return response
    }
}

#endif
