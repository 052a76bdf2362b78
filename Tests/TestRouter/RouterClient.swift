#if Hummingbird

package import HTTPTypes
package import Hummingbird
package import Logging
internal import NIOCore
internal import NIOEmbedded
internal import Synchronization

/// Sends requests to a router, without a socket.
///
/// Hummingbird's own module for tests would do, but brings a client for HTTP with it, and BoringSSL: more than all else that the tests
/// compile.
package struct RouterClient: Sendable {
    private let respond: @Sendable (Request) async throws -> Response

    /// Creates a client of a router, or of what a router was built into.
    package init<Responder: HTTPResponder>(
        _ responder: Responder, logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    )
    where Responder.Context: InitializableFromSource<ApplicationRequestContextSource> {
        respond = { request in
            let source = ApplicationRequestContextSource(channel: NIOAsyncTestingChannel(), logger: logger)
            return try await responder.respond(to: request, context: Responder.Context(source: source))
        }
    }

    /// Sends a request and returns the whole response. What a handler throws is a 500, as in a server.
    package func send(
        _ method: HTTPRequest.Method, _ path: String, headers: HTTPFields = [:], body: [UInt8]? = nil
    ) async throws -> RouterResponse {
        var headers = headers
        if let body { headers[.contentLength] = "\(body.count)" }
        let head = HTTPRequest(
            method: method, scheme: "http", authority: "localhost", path: path, headerFields: headers)
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: body ?? [])))
        let response: Response
        do {
            response = try await respond(request)
        } catch {
            response = Response(status: .internalServerError)
        }
        let collected = CollectedBody()
        try await response.body.write(BodyWriter(collected: collected))
        return RouterResponse(
            status: response.status.code, headers: response.headers, body: collected.bytes.withLock { $0 })
    }
}

#endif
