#if Service

internal import Database
internal import DeviceProtocol
internal import HTTPTypes
internal import Hummingbird
internal import Logging

/// Answers requests. Every error becomes the protocol's JSON, and the log has the precise reason.
///
/// No middleware of the router does this: while a request waits, each function on the way to the wait keeps its memory.
struct ServiceResponder: HTTPResponder {
    let router: RouterResponder<ServiceRequestContext>
    /// Counts the requests; `nil` if nobody asks.
    var metrics: RequestMetrics?

    @concurrent
    func respond(to request: Request, context: ServiceRequestContext) async throws -> Response {
        let response: Response
        // What a stream has waited for counts for nobody.
        _ = context.connection?.takeHeldTime()
        let start = ContinuousClock.now
        do {
            response = try await router.respond(to: request, context: context)
        } catch let error as BodyReadError {
            throw error.underlying
        } catch {
            response = .refusal(Self.refusal(for: error, request, context))
        }
        let duration = .now - start - (context.connection?.takeHeldTime() ?? .zero)
        metrics?.record(context.routePath, request.method, status: response.status.code, duration)
        // Only the path: the query of a signed URL holds its signature, and that of a reset link its token.
        context.logger.debug(
            "sent a response",
            metadata: [
                "method": "\(request.method.rawValue)", "path": "\(Self.loggable(request))",
                "status": "\(response.status.code)", "milliseconds": "\(Int(duration / .milliseconds(1)))",
            ])
        // The server adds HEAD to every GET, but not to what no route takes.
        return request.method == .head ? response.createHeadResponse() : response
    }

    /// Returns a path without the token of an invitation, and without a one-time password.
    private static func loggable(_ request: Request) -> Substring {
        // Also where no route takes it: a link that was copied badly has its token all the same.
        let path = request.uri.path
        let lowercased = path.lowercased()
        let secrets = ["pair/", "pair%2f", "otp_auth/", "otp_auth%2f"].compactMap {
            lowercased.firstRange(of: $0)?.upperBound
        }
        guard let start = secrets.min() else { return path.prefix(200) }
        return lowercased[..<start].prefix(200) + "…"
    }

    private static func refusal(
        for error: any Error, _ request: Request, _ context: ServiceRequestContext
    ) -> ProtocolError {
        let logger = context.logger
        switch error {
        case let error as ProtocolError:
            log(error, request, context)
            return error
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

    /// Tells the operator of phones that are not known, and of limits.
    private static func log(_ error: ProtocolError, _ request: Request, _ context: ServiceRequestContext) {
        if error == .deviceNotSigned {
            let device = HTTPField.Name(DeviceProtocol.deviceHeader).flatMap { request.headers[$0] }
            context.logger.info(
                "a phone's request is not validly signed",
                metadata: ["device": "\(device.flatMap(Identifier.parse) ?? "unknown")"])
        } else if error.status == 429 {
            context.logger.info("a limit has refused a request", metadata: ["path": "\(loggable(request))"])
        }
    }
}

#endif
