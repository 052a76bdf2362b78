#if Service

internal import Database
internal import HTTPTypes
internal import Hummingbird
internal import Logging

/// Turns every error into the protocol's JSON, and logs the precise reason.
struct ErrorMiddleware: RouterMiddleware {
    @concurrent
    func handle(
        _ request: Request, context: ServiceRequestContext,
        next: @concurrent (Request, ServiceRequestContext) async throws -> Response
    ) async throws -> Response {
        let response: Response
        do {
            response = try await next(request, context)
        } catch let error as BodyReadError {
            throw error.underlying
        } catch {
            response = .refusal(Self.refusal(for: error, context.logger))
        }
        // Only the path: the query of a signed URL holds its signature, and that of a reset link its token.
        context.logger.debug(
            "sent a response",
            metadata: [
                "method": "\(request.method.rawValue)", "path": "\(Self.loggable(request.uri.path))",
                "status": "\(response.status.code)",
            ])
        return response
    }

    /// Returns a path without the token of an invitation.
    private static func loggable(_ path: String) -> Substring {
        path.hasPrefix("/pair/") ? "/pair/…" : path.prefix(200)
    }

    private static func refusal(for error: any Error, _ logger: Logger) -> ProtocolError {
        switch error {
        case let error as ProtocolError: return error
        case let refusal as NonceRefusal:
            refusal.log(to: logger)
            return refusal.response
        case let error as RequestURLError:
            error.log(to: logger)
            return error.protocolError
        case let error as HTTPError where error.status == .notFound: return .notFound
        case let error as HTTPError where error.status.code < 500:
            return ProtocolError(status: error.status.code, error.status.reasonPhrase)
        case is CancellationError: return .unavailable
        case let error as ServiceError:
            logger.error("the service cannot go on", metadata: ["error": "\(error)"])
            return .unavailable
        case let error as DatabaseError where error.isUnavailability:
            logger.warning("the database is not available", metadata: ["error": "\(error)"])
            return .unavailable
        default:
            logger.error("a request failed", metadata: ["error": "\(error)"])
            return .internalError
        }
    }
}

#endif
