import AsyncHTTPClient
import NIOCore

/// The measurements of `toopher bench http` with AsyncHTTPClient.
///   async-http-client-peer http URL CONCURRENCY SECONDS REQUESTS | download URL
@main
struct Peer {
    static func main() async throws {
        let arguments = CommandLine.arguments
        switch (arguments.count, arguments.dropFirst().first) {
        case (6, "http"):
            guard let concurrency = Int(arguments[3]), let seconds = Double(arguments[4]),
                let requests = Int(arguments[5])
            else { fatalError("CONCURRENCY, SECONDS and REQUESTS are numbers") }
            try await measure(
                arguments[2], BenchHTTPLoad(concurrency: concurrency, seconds: seconds, requests: requests))
        case (3, "download"): try await download(arguments[2])
        default: fatalError("usage: http URL CONCURRENCY SECONDS REQUESTS | download URL")
        }
    }

    private static func measure(_ url: String, _ load: BenchHTTPLoad) async throws {
        var configuration = HTTPClient.Configuration()
        // Eight by default, behind which the other tasks would wait.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = load.concurrency
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let row = await load.run {
            let response = try await client.execute(HTTPClientRequest(url: url), timeout: .seconds(30))
            let body = try await response.body.collect(upTo: 1 << 20)
            return response.status == .ok && body.readableBytes > 0
        }
        print(row.json)
        try await client.shutdown()
    }

    private static func download(_ url: String) async throws {
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        let clock = ContinuousClock()
        let start = clock.now
        let response = try await client.execute(HTTPClientRequest(url: url), timeout: .seconds(600))
        var bytes = 0
        for try await piece in response.body { bytes += piece.readableBytes }
        let seconds = Double((clock.now - start).inNanoseconds) / 1e9
        print(BenchDownloadRow(bytes: bytes, seconds: seconds).json)
        try await client.shutdown()
    }
}
