import HTTPTypes
import TestServer
import Testing

@testable import CurlTransport
@testable import HTTPExchange

@Suite("Sending again")
struct RetryTests {
    /// Fails so often, then answers; keeps what was asked.
    final class Flaky: HTTPTransport {
        let failures: Slot<[TransportError]>
        let sent = Slot<[TransferOptions]>([])

        init(_ failures: [TransportError]) { self.failures = Slot(failures) }

        func send(
            _ request: HTTPRequest, body: [UInt8], options: TransferOptions
        ) async throws(TransportError) -> HTTPTransportResponse {
            sent.change { $0.append(options) }
            let failure = failures.value.first
            failures.change { $0 = Array($0.dropFirst()) }
            if let failure { throw failure }
            return HTTPTransportResponse(head: HTTPResponse(status: .ok), body: body)
        }
    }

    /// How `method` ends after `failures`, and which pauses there were. Each pause takes as long as it should.
    static func outcome(
        _ failures: [TransportError], method: HTTPRequest.Method = .get, policy: RetryPolicy = RetryPolicy(),
        options: TransferOptions = TransferOptions(), random: Double = 1
    ) async -> (error: TransportError?, sent: [TransferOptions], pauses: [Duration]) {
        let base = Flaky(failures)
        let (now, pauses) = (Slot(Duration.zero), Slot<[Duration]>([]))
        let transport = RetryingTransport(
            base, policy: policy, now: { now.value }, random: { random },
            sleep: { pause in
                pauses.change { $0.append(pause) }
                now.change { $0 += pause }
            })
        let request = HTTPRequest(method: method, scheme: "https", authority: "a.test", path: "/")
        let error = await failure { () async throws(TransportError) in
            try await transport.send(request, body: [], options: options)
        }
        return (error, base.sent.value, pauses.value)
    }

    @Test("idempotent requests go again when the connection fails, others only if there was none")
    func methods() async {
        let broken: [TransportError] = [.emptyReply, .connectionLost("x"), .truncatedResponse]
        let noConnection: [TransportError] = [.couldNotConnect, .couldNotResolveHost, .connectTimedOut]
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
        "no other failure is tried again",
        arguments: [
            TransportError.timedOut, .firstByteTimedOut, .tls("x"), .cancelled, .closed, .responseTooLarge(limit: 1),
            .protocolError("x"), .invalidRequest("x"), .usedAfterFork, .requestBodyFailed("x"),
        ])
    func others(error: TransportError) async {
        let outcome = await Self.outcome([error])
        #expect(outcome.error == error && outcome.sent.count == 1 && outcome.pauses.isEmpty)
    }

    @Test("pauses double up to the longest, and are anything below")
    func pauses() async {
        let failures = [TransportError](repeating: .couldNotConnect, count: 9)
        let policy = RetryPolicy(maximumAttempts: 6, baseDelay: .milliseconds(100), maximumDelay: .milliseconds(500))
        let longest = await Self.outcome(failures, policy: policy)
        #expect(longest.pauses == [100, 200, 400, 500, 500].map { .milliseconds($0) })
        #expect(longest.error == .couldNotConnect && longest.sent.count == 6)
        let halves = await Self.outcome(failures, policy: policy, random: 0.5)
        #expect(halves.pauses == [50, 100, 200, 250, 250].map { .milliseconds($0) })
        #expect(RetryPolicy().delay(before: .max, random: 1) == RetryPolicy().maximumDelay)
    }

    @Test("the total deadline holds for all attempts together")
    func deadline() async {
        let failures = [TransportError](repeating: .couldNotConnect, count: 9)
        let policy = RetryPolicy(maximumAttempts: 9, baseDelay: .seconds(1), maximumDelay: .seconds(60))
        let outcome = await Self.outcome(failures, policy: policy, options: TransferOptions(totalTimeout: .seconds(5)))
        #expect(outcome.pauses == [.seconds(1), .seconds(2)])
        #expect(outcome.sent.map(\.totalTimeout) == [.seconds(5), .seconds(4), .seconds(2)])
        #expect(outcome.error == .couldNotConnect)
    }
}
