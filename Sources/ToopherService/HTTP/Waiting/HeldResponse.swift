#if Service

internal import HTTPTypes
internal import HummingbirdCore
internal import Synchronization

/// The wait for the response to one request.
///
/// While a request waits, each asynchronous function on the way to the wait keeps a kilobyte or two. So a route does not wait: it
/// leaves the wait here and returns, and ``ServiceResponder`` waits in its place.
final class HeldResponse: Sendable {
    typealias Wait = @Sendable () async throws -> Response

    private let wait = Mutex<Wait?>(nil)

    /// Lets the request wait when its route has returned.
    ///
    /// - Returns: What the route is to return; the response of `wait` replaces it.
    func hold(_ wait: @escaping Wait) -> Response {
        self.wait.withLock { $0 = wait }
        return Response(status: .ok)
    }

    /// Returns what there is to wait for, once.
    func take() -> Wait? {
        wait.withLock { $0.take() }
    }
}

#endif
