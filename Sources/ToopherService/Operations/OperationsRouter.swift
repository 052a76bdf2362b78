#if Service

internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// What a node tells its operator, on a listener of its own: whether it lives, whether it can serve requests, and its metrics.
///
/// Nothing here is a secret, and nothing is changed.
struct OperationsRouter: Sendable {
    let readiness: Readiness
    /// Returns the metrics.
    let metrics: @Sendable () async -> PrometheusText

    /// Returns what answers the requests.
    func responder() -> ServiceResponder {
        let router = Router(context: ServiceRequestContext.self, options: .autoGenerateHeadEndpoints)
        router.get("healthz/live") { _, _ in Self.text("ok\n") }
        router.get("healthz/ready") { [readiness] _, _ in
            guard let obstacle = await readiness.obstacle() else { return Self.text("ok\n") }
            return Self.text(obstacle.rawValue + "\n", status: .serviceUnavailable)
        }
        router.get("metrics") { [metrics] _, _ in
            Response(status: .ok, type: PrometheusText.mediaType, bytes: Array(await metrics().text.utf8))
        }
        let table = RouteTable(router.routes.map { ($0.path.description, $0.method) })
        router.add(middleware: MethodMiddleware(table: table))
        return ServiceResponder(router: router.buildResponder())
    }

    private static func text(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(status: status, type: "text/plain; charset=utf-8", bytes: Array(text.utf8))
    }
}

#endif
