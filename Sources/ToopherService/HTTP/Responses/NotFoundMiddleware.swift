#if Service

internal import Hummingbird

/// Gives requests that no route is for the protocol's error, in place of the router's.
struct NotFoundMiddleware: RouterMiddleware {
    @concurrent
    func handle(
        _ request: Request, context: ServiceRequestContext,
        next: @concurrent (Request, ServiceRequestContext) async throws -> Response
    ) async throws -> Response { throw ProtocolError.notFound }
}

#endif
