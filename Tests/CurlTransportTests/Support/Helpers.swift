import CurlTransport
import Glibc
import HTTPExchange
import HTTPTypes
import Synchronization
import TestServer

/// Runs `body` against a server that follows `script`, then closes both.
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

/// Returns how `body` ends.
func result<Success: Sendable>(
    _ body: () async throws(TransportError) -> Success
) async -> Result<Success, TransportError> {
    do throws(TransportError) {
        return .success(try await body())
    } catch {
        return .failure(error)
    }
}

/// Returns the error that `body` throws; `nil` if it throws none.
func failure(_ body: () async throws(TransportError) -> some Sendable) async -> TransportError? {
    if case .failure(let error) = await result(body) { error } else { nil }
}

extension FaultServer {
    func request(
        _ method: HTTPRequest.Method = .get, _ path: String = "/", _ headerFields: HTTPFields = [:]
    ) -> HTTPRequest {
        HTTPRequest(method: method, scheme: "http", authority: authority, path: path, headerFields: headerFields)
    }
}

extension Connection {
    /// Responds to every request with 200 and `body`.
    func respondToAll(_ body: String = "ok") {
        while readRequest() != nil { send(ok(body)) }
    }
}

func ok(_ body: String) -> String { "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)" }

/// An event of a script that a test waits for.
struct Signal: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream() }
    func fire() { continuation.yield() }
    func wait() async { for await _ in stream { return } }
}

/// The owner of the last reference to a transport.
final class Holder: Sendable {
    private let transport: Mutex<CurlTransport?>

    init(_ transport: CurlTransport) { self.transport = Mutex(transport) }
    func drop() { transport.withLock { $0 = nil } }
}

/// An event of a test that a script waits for.
final class Latch: Sendable {
    private let ends: (read: Int32, write: Int32)

    init() {
        var descriptors: [Int32] = [-1, -1]
        unsafe precondition(pipe(&descriptors) == 0)
        for descriptor in descriptors { keepFromChildren(descriptor) }
        ends = (descriptors[0], descriptors[1])
    }

    deinit {
        close(ends.read)
        close(ends.write)
    }

    func open() { _ = unsafe write(ends.write, [1], 1) }

    func wait() {
        var byte: UInt8 = 0
        _ = unsafe read(ends.read, &byte, 1)
    }
}

/// A value that a script shares with its test.
final class Slot<Value: Sendable>: Sendable {
    private let content: Mutex<Value>

    init(_ value: Value) { content = Mutex(value) }

    var value: Value {
        get { content.withLock { $0 } }
        set { content.withLock { $0 = newValue } }
    }

    func change(_ body: @Sendable (inout Value) -> Void) { content.withLock { body(&$0) } }
}
