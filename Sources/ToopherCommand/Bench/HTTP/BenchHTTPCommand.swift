import ArgumentParser
import CurlTransport
import HTTPExchange
import HTTPTypes
import WebSyntax

/// `toopher bench http`: measures requests over HTTP.
struct BenchHTTPCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "http",
        abstract: "Send GET requests to a server of yours, and count the responses.",
        discussion: """
            Each task sends its next request when it has the response to its last one, all through one transport. A \
            status other than 200 is an error. Memory is the peak of resident memory.

            With --download one body is read in pieces and discarded.

            Example:
              toopher bench http http://127.0.0.1:8042/health --seconds 1
            """)

    @Argument(help: "The URL to request, http or https.")
    var url: String

    @Option(help: "The number of concurrent requests.")
    var concurrency = 16

    @Option(help: "How long requests are sent, in seconds.")
    var seconds = 2.0

    @Option(help: "The most requests to send.")
    var requests = Int.max

    @Flag(help: "Run the tasks on the transport's own thread.")
    var onAgent = false

    @Flag(help: "Read one large body.")
    var download = false

    @Flag(help: "Print one JSON object, in place of text.")
    var json = false

    func validate() throws {
        guard (1...4096).contains(concurrency) else { throw ValidationError("--concurrency must be from 1 to 4096.") }
        guard seconds > 0, seconds <= 3600 else { throw ValidationError("--seconds must be above 0, up to 3600.") }
        guard requests > 0 else { throw ValidationError("--requests must be above 0.") }
    }

    func run() async throws {
        let request = HTTPRequest(method: .get, url: try HTTPURL(argument: url))
        let transport = try CurlTransport(
            configuration: .init(maximumConnections: concurrency, maximumIdleConnections: concurrency))
        if download {
            let row = try await Progress.ofTime("reading") {
                try await withTaskExecutorPreference(onAgent ? transport.executor : nil) {
                    try await Self.download(request, transport)
                }
            }
            print(json ? row.json : row.text)
            return await transport.close()
        }
        let load = BenchHTTPLoad(concurrency: concurrency, seconds: seconds, requests: requests)
        let row = await Progress.ofTime("sending") {
            await withTaskExecutorPreference(onAgent ? transport.executor : nil) {
                await load.run { try await transport.send(request).head.status == .ok }
            }
        }
        print(json ? row.json : row.text)
        await transport.close()
    }

    private static func download(_ request: HTTPRequest, _ transport: CurlTransport) async throws -> BenchDownloadRow {
        let clock = ContinuousClock()
        let start = clock.now
        let response = try await transport.stream(request)
        guard response.head.status == .ok else { throw CommandError("the status is \(response.head.status)") }
        var bytes = 0
        for try await piece in response.body { bytes += piece.count }
        return BenchDownloadRow(bytes: bytes, seconds: Double((clock.now - start).inNanoseconds) / 1e9)
    }
}
