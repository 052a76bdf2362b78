import Foundation
import FoundationNetworking

/// The measurements of `toopher bench http` with URLSession.
///   urlsession-peer http URL CONCURRENCY SECONDS REQUESTS | download URL
@main
struct Peer {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count > 2, let url = URL(string: arguments[2]) else { fatalError("no URL") }
        switch (arguments.count, arguments[1]) {
        case (6, "http"):
            guard let concurrency = Int(arguments[3]), let seconds = Double(arguments[4]),
                let requests = Int(arguments[5])
            else { fatalError("CONCURRENCY, SECONDS and REQUESTS are numbers") }
            await measure(url, BenchHTTPLoad(concurrency: concurrency, seconds: seconds, requests: requests))
        case (3, "download"): try await download(url)
        default: fatalError("usage: http URL CONCURRENCY SECONDS REQUESTS | download URL")
        }
    }

    private static func measure(_ url: URL, _ load: BenchHTTPLoad) async {
        let configuration = URLSessionConfiguration.ephemeral
        // Six by default, behind which the other tasks would wait.
        configuration.httpMaximumConnectionsPerHost = load.concurrency
        configuration.timeoutIntervalForRequest = 30
        configuration.urlCache = nil
        let session = URLSession(configuration: configuration)
        let row = await load.run {
            let (body, response) = try await session.data(for: URLRequest(url: url))
            return (response as? HTTPURLResponse)?.statusCode == 200 && !body.isEmpty
        }
        print(row.json)
    }

    private static func download(_ url: URL) async throws {
        let clock = ContinuousClock()
        let start = clock.now
        let bytes = try await withCheckedThrowingContinuation { continuation in
            let session = URLSession(
                configuration: .ephemeral, delegate: Counter(continuation), delegateQueue: OperationQueue())
            session.dataTask(with: url).resume()
        }
        let seconds = Double((clock.now - start).inNanoseconds) / 1e9
        print(BenchDownloadRow(bytes: bytes, seconds: seconds).json)
    }
}

/// Counts the bytes of a body. URLSession calls it from one queue.
private final class Counter: NSObject, URLSessionDataDelegate, @unchecked Sendable {
    private let done: CheckedContinuation<Int, any Error>
    private var bytes = 0

    init(_ done: CheckedContinuation<Int, any Error>) { self.done = done }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        bytes += data.count
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        if let error { done.resume(throwing: error) } else { done.resume(returning: bytes) }
    }
}
