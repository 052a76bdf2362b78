#if Service

import ArgumentParser
import CurlTransport
import HTTPExchange
import HTTPTypes
import OAuth1
import WebSyntax

/// `toopher health`: asks a service whether it lives, for images that have no other client.
struct HealthCommand: AsyncParsableCommand {
    /// The longest time of everything, in seconds.
    private static let deadline = Duration.seconds(5)
    /// A word is expected.
    private static let maximumBytes = 64 << 10

    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Ask a service whether it lives, or can serve requests.",
        discussion: """
            Without a URL: http://127.0.0.1:PORT/healthz/ready with the port of TOOPHER_METRICS_PORT, else /health on that of \
            TOOPHER_PORT, or on 8042. Prints what the service says. Exit status: 0 if its status is 200, else 1, \
            which are all that the health checks of images know.

            Example:
              toopher health http://127.0.0.1:8042/health
            """
    )

    @Argument(help: "The URL.")
    var url: String?

    func run() async throws {
        let url = url ?? Self.defaultURL
        guard let parsed = try? HTTPURL(url) else { throw ValidationError("\(url) is not an http URL") }
        let transport = try CurlTransport(configuration: .init(plainHTTP: .allowed, proxy: .none))
        let request = HTTPRequest(
            method: .get, scheme: parsed.scheme.rawValue, authority: parsed.authority.text, path: parsed.target)
        let options = TransferOptions(
            connectTimeout: Self.deadline, totalTimeout: Self.deadline, maximumResponseBytes: Self.maximumBytes)
        let response: HTTPTransportResponse
        do throws(TransportError) {
            response = try await transport.send(request, body: [], options: options)
        } catch {
            throw CommandError("\(url) does not answer: \(error)")
        }
        // Whatever listens there.
        let word = response.body.prefix { (0x20...0x7e).contains($0) }.prefix(200)
        print("\(response.head.status.code) \(String(decoding: word, as: UTF8.self))")
        guard response.head.status.code == 200 else { throw ExitCode.failure }
    }

    private static var defaultURL: String {
        if let port = Environment.value("TOOPHER_METRICS_PORT") { return "http://127.0.0.1:\(port)/healthz/ready" }
        return "http://127.0.0.1:\(Environment.value("TOOPHER_PORT") ?? "8042")/health"
    }
}

#endif
