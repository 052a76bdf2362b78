import CurlTransport
import HTTPExchange
import HTTPTypes
import TestSupport

/// A plan for one request and its cancellation.
struct Plan: Sendable {
    /// When the task is cancelled.
    private enum Cancellation: Sendable {
        case never
        /// After so many yields; with none, before it could begin.
        case afterYields(Int)
        /// After so long.
        case after(Duration)
    }

    /// How the request is sent and the response is read.
    private enum Style: Sendable {
        case whole, pieceByPiece
        /// The response is released after so many pieces.
        case released(after: Int)
        /// The request body is streamed.
        case streamed
    }

    private let behavior: Behavior
    private let cancellation: Cancellation
    private let style: Style
    private let options: TransferOptions

    init(_ random: inout SeededGenerator) {
        let isGood = Bool.random(using: &random)
        behavior = Behavior.allCases.filter { $0.isGood == isGood }.randomElement(using: &random) ?? .respond
        cancellation =
            switch Int.random(in: 0..<4, using: &random) {
            case 0: .afterYields(Int.random(in: 0..<20, using: &random))
            case 1: .after(.microseconds(Int.random(in: 0..<5000, using: &random)))
            default: .never
            }
        style =
            switch Int.random(in: 0..<6, using: &random) {
            case 0: .pieceByPiece
            case 1: .released(after: Int.random(in: 0..<3, using: &random))
            case 2: .streamed
            default: .whole
            }
        let milliseconds = isGood ? 30_000 : Int.random(in: 2..<100, using: &random)
        options = TransferOptions(
            totalTimeout: .milliseconds(milliseconds), maximumResponseBytes: 100_000, acceptsCompression: true)
    }

    /// Sends the request that selects the behavior, and waits for its end.
    func run(
        _ transport: CurlTransport, _ makeRequest: (Behavior) -> HTTPRequest
    ) async -> Tally.Outcome {
        let request = makeRequest(behavior)
        let task = Task<Tally.Outcome, Never> {
            do throws(TransportError) {
                try await exchange(request, transport)
                return .completed
            } catch {
                return error == .cancelled ? .cancelled : .failed
            }
        }
        switch cancellation {
        case .never: break
        case .afterYields(let count):
            for _ in 0..<count { await Task.yield() }
            task.cancel()
        case .after(let duration):
            try? await Task.sleep(for: duration)
            task.cancel()
        }
        return await task.value
    }

    private func exchange(_ request: HTTPRequest, _ transport: CurlTransport) async throws(TransportError) {
        let body = Array("\(behavior.rawValue) ".utf8) + [UInt8](repeating: 0x78, count: 100)
        switch style {
        case .whole:
            _ = try await transport.send(request, body: body, options: options)
        case .pieceByPiece:
            let response = try await transport.stream(request, body: .bytes(body), options: options)
            for try await _ in response.body {}
        case .released(let pieces):
            let response = try await transport.stream(request, body: .bytes(body), options: options)
            var iterator = response.body.makeAsyncIterator()
            for _ in 0..<pieces { _ = try await iterator.next() }
        case .streamed:
            let (pieces, feed) = AsyncStream.makeStream(of: [UInt8].self)
            let length = Int64(2 * body.count)
            async let response = transport.send(request, body: .sequence(pieces, length: length), options: options)
            for _ in 0..<2 {
                feed.yield(body)
                await Task.yield()
            }
            feed.finish()
            do {
                _ = try await response
            } catch {
                throw error as? TransportError ?? .malformedResponse("\(error)")
            }
        }
    }
}
