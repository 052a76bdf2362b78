import CurlTransport
import HTTPTypes
import Synchronization
import TestServer

/// Runs `body` against a server that follows `script`, then ends both.
func withServer(
    configuration: CurlTransport.Configuration = .init(),
    _ script: @escaping @Sendable (Connection) -> Void,
    _ body: (FaultServer, CurlTransport) async throws -> Void
) async throws {
    let server = FaultServer(script)
    defer { server.stop() }
    let transport = try CurlTransport(configuration: configuration)
    do {
        try await body(server, transport)
    } catch {
        await transport.close()
        throw error
    }
    await transport.close()
}

/// The error that `body` throws; nil if it throws none.
func failure(_ body: () async throws(TransportError) -> some Sendable) async -> TransportError? {
    do throws(TransportError) {
        _ = try await body()
        return nil
    } catch {
        return error
    }
}

extension FaultServer {
    func request(
        _ method: HTTPRequest.Method = .get, _ path: String = "/", _ headerFields: HTTPFields = [:]
    ) -> HTTPRequest {
        HTTPRequest(method: method, scheme: "http", authority: authority, path: path, headerFields: headerFields)
    }
}

extension Connection {
    /// Answers every request with 200 and `body`.
    func answerAll(_ body: String = "ok") {
        while readRequest() != nil { send(ok(body)) }
    }
}

func ok(_ body: String) -> String { "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)" }

/// Something that happens once, in a script, for a test to wait for.
struct Signal: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream() }
    func fire() { continuation.yield() }
    func wait() async { for await _ in stream { return } }
}

/// Holds the last reference to a transport until told to drop it.
final class Holder: Sendable {
    private let transport: Mutex<CurlTransport?>

    init(_ transport: CurlTransport) { self.transport = Mutex(transport) }
    func drop() { transport.withLock { $0 = nil } }
}
