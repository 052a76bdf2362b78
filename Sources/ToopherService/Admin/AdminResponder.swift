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
        AdminRoutes(service: service).add(to: router)
        self.router = router.buildResponder()
    }

    func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        do {
            let response = try await router.respond(to: request, context: context)
            // The router has an answer of its own to what it does not know.
            return response.status.kind == .clientError && response.headers[.contentSecurityPolicy] == nil
                ? Self.nothing(response.status) : response
        } catch let error as HTTPError {
            return Self.nothing(error.status)
        } catch let error as ProtocolError {
            return AdminPage.message("This cannot be done", error.message + ".", status: .init(code: error.status))
        } catch ServiceError.refused(.notFound) {
            return Self.nothing(.notFound)
        } catch let error as ServiceError {
            return AdminPage.message(
                "This cannot be done", "\(error)".prefix(1).uppercased() + "\(error)".dropFirst() + ".",
                status: .conflict)
        } catch {
            context.logger.error("a page of the desk failed", metadata: ["error": "\(error)"])
            return AdminPage.message(
                "This page cannot be shown", "The log has the reason.", status: .internalServerError)
        }
    }

    private static func nothing(_ status: HTTPResponse.Status) -> Response {
        AdminPage.message("This page cannot be shown", "There is nothing here.", status: status)
    }
}

#endif
