import CurlTransport
import HTTPTypes

/// One request, and when it is cancelled.
struct Plan: Sendable {
    /// When the task is cancelled.
    private enum Cancellation: Sendable {
        case never
        /// After it let other tasks go first so many times; with none, before it could begin.
        case afterYields(Int)
        /// After so long.
        case after(Duration)
    }

    private let behavior: Behavior
    private let cancellation: Cancellation
    private let options: TransferOptions

    init(_ random: inout SeededGenerator) {
        behavior = Behavior.allCases[Int.random(in: 0..<Behavior.allCases.count, using: &random)]
        cancellation =
            switch Int.random(in: 0..<4, using: &random) {
            case 0: .never
            case 1: .afterYields(Int.random(in: 0..<20, using: &random))
            default: .after(.microseconds(Int.random(in: 0..<5000, using: &random)))
            }
        options = TransferOptions(
            totalTimeout: .milliseconds(Int.random(in: 2..<100, using: &random)), maximumResponseBytes: 100_000)
    }

    /// Sends the request, and waits for its end.
    func carryOut(_ authority: String, _ transport: CurlTransport) async -> Tally.Outcome {
        let request = HTTPRequest(method: .post, scheme: "http", authority: authority, path: behavior.path)
        let (options, cancellation) = (options, cancellation)
        let task = Task<Tally.Outcome, Never> {
            do throws(TransportError) {
                _ = try await transport.send(request, body: [UInt8](repeating: 0x78, count: 100), options: options)
                return .answered
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
}
