import OAuth1
import Synchronization
import TestProvider
import TestServer
import TestSupport

/// A server on 127.0.0.1 that verifies the signature of each request, as a service does.
final class VerifyingServer: Sendable {
    /// Returns what the service verifies of a request.
    typealias Reading = @Sendable (ParsedRequest, ExternalURL) throws -> ReceivedRequest

    private let server: FaultServer
    private let received: Received

    private final class Received: Sendable {
        let requests = Mutex<[ParsedRequest]>([])
    }

    /// The requests that were verified, in their order.
    var requests: [ParsedRequest] { received.requests.withLock { $0 } }
    var authority: String { server.authority }

    /// - Parameters:
    ///   - credentials: The only credentials.
    ///   - reading: What is verified of a request, if that is not the request as it was received.
    init(_ credentials: Credentials, reading: @escaping Reading = { try $0.received(at: $1) }) throws {
        let verifier = try Verifier(ledger: InMemoryNonceLedger(), bodyPolicy: .unsignedAllowed)
        let received = Received()
        self.received = received
        server = FaultServer { connection in
            while let request = connection.readRequest().flatMap(ParsedRequest.init) {
                let text: String? = blocking {
                    let address = try? ExternalURL(base: "http://" + (request.values("host").first ?? ""))
                    guard let address, let reading = try? reading(request, address) else { return nil }
                    let verified = try? await verifier.verify(reading) { key, token in
                        key == credentials.consumerKey && token == credentials.token ? credentials : nil
                    }
                    return verified.map { FormEncoding.encode($0.parameters) }
                }
                if text != nil { received.requests.withLock { $0.append(request) } }
                connection.send(ProviderResponse(status: text == nil ? 401 : 200, body: text ?? "").text)
            }
        }
    }

    func stop() { server.stop() }
}
