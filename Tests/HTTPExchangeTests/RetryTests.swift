import HTTPTypes
import Synchronization
import TestSupport
import Testing

@testable import HTTPExchange

@Suite("Retries")
struct RetryTests {
    /// Sends a request that fails with each of `failures`, then succeeds. Each delay takes as long as it should.
    static func outcome(
        _ failures: [TransportError], method: HTTPRequest.Method = .get, policy: RetryPolicy = RetryPolicy(),
        options: TransferOptions = TransferOptions(), random: Double = 1
    ) async -> (error: TransportError?, sent: [TransferOptions], delays: [Duration]) {
        let base = ScriptedTransport { _, index throws(TransportError) in
            if index < failures.count { throw failures[index] }
            return .init(200)
        }
        let clock = ManualClock()
        let delays = Recorded<Duration>()
        let transport = RetryingTransport(
            base, policy: policy, now: { clock.now }, random: { random },
            sleep: { delay in
                delays.append(delay)
                clock.advance(by: delay)
            })
        let request = HTTPRequest(method: method, scheme: "https", authority: "a.test", path: "/")
        let error = await failure { () async throws(TransportError) in
            try await transport.send(request, body: [], options: options)
        }
        return (error, base.sent.map(\.options), delays.values)
    }

    @Test("An idempotent request is sent again when the connection fails, another only if it was surely not processed")
    func methods() async {
        let broken: [TransportError] = [.emptyResponse, .connectionLost("x"), .truncatedResponse]
        let noConnection: [TransportError] = [
            .couldNotConnect, .couldNotResolveHost, .connectTimedOut, .notProcessed,
            .proxyFailed(proxy: "http://p:1", status: nil, "x"), .proxyFailed(proxy: "http://p:1", status: 503, "x"),
        ]
        for error in broken + noConnection {
            for method in [HTTPRequest.Method.get, .head, .put, .delete, .options] {
                #expect(await Self.outcome([error], method: method).error == nil)
            }
            for method in [HTTPRequest.Method.post, .patch] {
                let outcome = await Self.outcome([error], method: method)
                #expect(outcome.error == (noConnection.contains(error) ? nil : error))
                #expect(outcome.sent.count == (noConnection.contains(error) ? 2 : 1))
            }
        }
    }

    @Test(
        "No request is sent again after any other failure",
        arguments: [
            TransportError.timedOut, .firstByteTimedOut, .tlsFailed("x"), .cancelled, .closed,
            .responseTooLarge(limit: 1), .malformedResponse("x"), .invalidRequest("x"), .usedAfterFork,
            .requestBodyFailed("x"), .proxyFailed(proxy: "http://p:1", status: 407, "x"), .concurrentRead,
            .addressNotPermitted("10.0.0.1"),
        ])
    func others(error: TransportError) async {
        let outcome = await Self.outcome([error])
        #expect(outcome.error == error && outcome.sent.count == 1 && outcome.delays.isEmpty)
    }

    @Test("Delays double up to the longest, and are a random part of that")
    func delays() async {
        let failures = [TransportError](repeating: .couldNotConnect, count: 9)
        let policy = RetryPolicy(maximumAttempts: 6, baseDelay: .milliseconds(100), maximumDelay: .milliseconds(500))
        let longest = await Self.outcome(failures, policy: policy)
        #expect(longest.delays == [100, 200, 400, 500, 500].map { .milliseconds($0) })
        #expect(longest.error == .couldNotConnect && longest.sent.count == 6)
        let halves = await Self.outcome(failures, policy: policy, random: 0.5)
        #expect(halves.delays == [50, 100, 200, 250, 250].map { .milliseconds($0) })
        #expect(RetryPolicy().delay(before: .max, random: 1) == RetryPolicy().maximumDelay)
    }

    @Test("The total deadline covers all attempts together")
    func deadline() async {
        let failures = [TransportError](repeating: .couldNotConnect, count: 9)
        let policy = RetryPolicy(maximumAttempts: 9, baseDelay: .seconds(1), maximumDelay: .seconds(60))
        let outcome = await Self.outcome(failures, policy: policy, options: TransferOptions(totalTimeout: .seconds(5)))
        #expect(outcome.delays == [.seconds(1), .seconds(2)])
        #expect(outcome.sent.map(\.totalTimeout) == [.seconds(5), .seconds(4), .seconds(2)])
        #expect(outcome.error == .couldNotConnect)
    }
}

/// The values that a closure saw.
private final class Recorded<Value: Sendable>: Sendable {
    private let storage = Mutex<[Value]>([])

    var values: [Value] { storage.withLock { $0 } }

    func append(_ value: Value) { storage.withLock { $0.append(value) } }
}
