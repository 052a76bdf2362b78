import CryptoCore
import CurlTransport
import HTTPExchange
import OAuth1
import Synchronization
import TestServer
import Testing

@testable import Toopher

/// A service on a socket that responds as a test says, and records its requests.
final class ScriptedService: Sendable {
    typealias Script = @Sendable (_ request: ParsedRequest, _ number: Int) -> ScriptedResponse

    private let server: FaultServer
    private let transport: CurlTransport
    private let log: Log

    /// - Parameter script: Returns the response to the n-th request, counted from 0.
    private init(_ script: @escaping Script) throws {
        let log = Log()
        self.log = log
        server = FaultServer { connection in
            while let request = connection.readRequest().flatMap(ParsedRequest.init) {
                let response = script(request, log.note(request))
                if response.isSilence { return connection.stall() }
                connection.send(response.bytes)
            }
        }
        transport = try CurlTransport()
    }

    /// Runs a test against a service, which ends with it.
    static func run(
        _ script: @escaping Script, _ body: (ScriptedService, ToopherAPI) async throws -> Void
    ) async throws {
        let service = try ScriptedService(script)
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await body(service, try service.api())) } catch { outcome = .failure(error) }
        await service.transport.close()
        service.server.stop()
        try outcome.get()
    }

    /// The requests so far.
    var requests: [ParsedRequest] { log.all.withLock { $0 } }

    /// The requests so far, as `GET path?query`.
    var targets: [String] { requests.map { $0.method + " " + $0.target.dropFirst("/v1/".count) } }

    /// Returns a client of the service.
    func api(options: TransferOptions = ToopherAPI.defaultOptions) throws -> ToopherAPI {
        try ToopherAPI(
            key: Fixture.key, secret: SecretBytes(utf8: Fixture.secret), baseURL: "http://\(server.authority)/v1/",
            transport: transport, options: options)
    }

    /// Verifies the signature of a request and returns its parameters in their order.
    func signedParameters(_ request: ParsedRequest) async throws -> [String] {
        let verified = try await Verifier(ledger: InMemoryNonceLedger()).verify(
            ReceivedRequest(
                method: request.method, url: "http://\(server.authority)\(request.target)",
                authorization: request.values("authorization"), contentType: request.values("content-type").first,
                body: request.body)
        ) { key, _ in try Credentials(consumerKey: key, consumerSecret: SecretBytes(utf8: Fixture.secret)) }
        return verified.parameters.map { $0.name + "=" + $0.value }
    }

    private final class Log: Sendable {
        let all = Mutex<[ParsedRequest]>([])

        func note(_ request: ParsedRequest) -> Int {
            all.withLock {
                $0.append(request)
                return $0.count - 1
            }
        }
    }
}
