import Synchronization
import TestServer
import TestSupport
import Testing

/// A server that answers as a test says, for the commands that let people in.
struct ScriptedService {
    typealias Response = (status: Int, body: String)

    /// The requests that a server has received.
    private final class Received: Sendable {
        let all = Mutex<[TestServer.ParsedRequest]>([])
    }

    /// Runs a command against a server.
    ///
    /// - Parameters:
    ///   - command: Gets the path of a file with the credentials of the server's requester, whose secret is `s3cret`.
    ///   - begin: The response to the beginning of a request.
    ///   - state: The response to everything else.
    static func run(
        begin: Response, state: Response, _ command: (_ credentials: String) async throws -> ToopherProcess.Outcome
    ) async throws -> (outcome: ToopherProcess.Outcome, received: [TestServer.ParsedRequest]) {
        let received = Received()
        let server = FaultServer { connection in
            guard let request = connection.readRequest().flatMap(TestServer.ParsedRequest.init) else { return }
            received.all.withLock { $0.append(request) }
            let answer = request.path.hasSuffix("/initiate") ? begin : state
            let type = answer.body.hasPrefix("{") ? "application/json" : "text/html"
            connection.send(
                """
                HTTP/1.1 \(answer.status) X\r\nContent-Type: \(type)\r\nContent-Length: \(answer.body.utf8.count)\r\n\
                Connection: close\r\n\r\n\(answer.body)
                """)
        }
        defer { server.stop() }
        let folder = TestSupport.TemporaryFolder()
        defer { folder.remove() }
        let text =
            "TOOPHER_CONSUMER_KEY=k\nTOOPHER_CONSUMER_SECRET=s3cret\nTOOPHER_BASE_URL=http://\(server.authority)/v1/\n"
        folder.write("service.conf", Array(text.utf8))
        let outcome = try await command(folder.file("service.conf"))
        #expect(!(outcome.output + outcome.error).contains("s3cret"))
        return (outcome, received.all.withLock { $0 })
    }
}
