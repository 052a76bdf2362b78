#if Service

internal import Database
internal import HTTPTypes
internal import Hummingbird
internal import Logging

/// Answers requests. Every error becomes the protocol's JSON, and the log has the precise reason.
///
/// No middleware of the router does this: while a request waits, each function on the way to the wait keeps its memory.
struct ServiceResponder: HTTPResponder {
    let router: RouterResponder<ServiceRequestContext>

    @concurrent
    func respond(to request: Request, context: ServiceRequestContext) async throws -> Response {
        let response: Response
        do {
            response = try await router.respond(to: request, context: context)
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
        // The server adds HEAD to every GET, but not to what no route takes.
        return request.method == .head ? response.createHeadResponse() : response
    }

    /// Returns a path without the token of an invitation, and without a one-time password.
    private static func loggable(_ path: String) -> Substring {
        if path.hasPrefix("/pair/") { return "/pair/…" }
        let before = path.firstRange(of: "/otp_auth/").map { path[..<$0.upperBound] }
        return before ?? path.prefix(200)
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
