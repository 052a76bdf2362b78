#if Service

internal import HTTPTypes
internal import Hummingbird
internal import Logging

/// Answers on the operator's listener. What goes wrong becomes a page, and the log has the reason.
struct AdminResponder: HTTPResponder {
    typealias Context = BasicRequestContext

    private let router: RouterResponder<BasicRequestContext>

    /// Creates what answers for a service.
    init(_ service: ToopherService) {
        let router = Router()
        AdminSessionRoutes(service: service).add(to: router)
        AdminRequesterRoutes(service: service).add(to: router)
        AdminUserRoutes(service: service).add(to: router)
        AdminWaitingRoutes(service: service).add(to: router)
        AdminActivityRoutes(service: service).add(to: router)
        AdminLogRoutes(service: service).add(to: router)
        AdminChangeRoutes(service: service).add(to: router)
        self.router = router.buildResponder()
    }

    func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        let texts = AdminTexts(request)
        do {
            let response = try await router.respond(to: request, context: context)
            // The router has an answer of its own to what it does not know.
            return response.status.kind == .clientError && response.headers[.contentSecurityPolicy] == nil
                ? Self.page(.missing(response.status, texts), texts) : response
        } catch let error as HTTPError {
            return Self.page(.missing(error.status, texts), texts)
        } catch {
            if let problem = AdminProblem(error, texts) { return Self.page(problem, texts) }
            context.logger.error("a page of the desk failed", metadata: ["error": "\(error)"])
            return AdminPage(texts).message(.pageMissing, texts(.logHasReason), status: .internalServerError)
        }
    }

    private static func page(_ problem: AdminProblem, _ texts: AdminTexts) -> Response {
        AdminPage(texts).message(problem.title, problem.text, status: problem.status)
    }
}

#endif
