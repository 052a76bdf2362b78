public import HTTPTypes

/// A transport that sends a request again when its connection fails and the policy allows it.
///
/// A transport that signs belongs inside, so that each attempt has its own nonce and timestamp:
/// `RetryingTransport(SigningTransport(…))`. ``TransferOptions/totalTimeout`` covers all attempts and delays together.
public struct RetryingTransport<Base: HTTPTransport>: HTTPTransport {
    private let base: Base
    private let policy: RetryPolicy
    private let now: @Sendable () -> Duration
    private let random: @Sendable () -> Double
    private let sleep: @Sendable (Duration) async throws -> Void

    /// Creates a transport that sends through `base`.
    public init(_ base: Base, policy: RetryPolicy = RetryPolicy()) {
        self.init(
            base, policy: policy, now: TimeBudget.monotonicNow, random: { .random(in: 0...1) },
            sleep: { try await Task.sleep(for: $0) })
    }

    init(
        _ base: Base, policy: RetryPolicy, now: @escaping @Sendable () -> Duration,
        random: @escaping @Sendable () -> Double, sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.base = base
        self.policy = policy
        self.now = now
        self.random = random
        self.sleep = sleep
    }

    /// Sends `request`, several times if necessary, and waits for the complete response.
    ///
    /// - Throws: The ``TransportError`` of the last attempt.
    public func send(
        _ request: HTTPRequest, body: [UInt8], options: TransferOptions
    ) async throws(TransportError) -> HTTPTransportResponse {
        let budget = TimeBudget(options.totalTimeout, now: now)
        var attempt = 1
        while true {
            var options = options
            if attempt > 1 { options.totalTimeout = budget.remaining }
            do throws(TransportError) {
                return try await base.send(request, body: body, options: options)
            } catch {
                attempt += 1
                guard attempt <= policy.maximumAttempts, policy.allows(request.method, after: error) else {
                    throw error
                }
                let delay = policy.delay(before: attempt, random: random())
                guard delay < budget.remaining else { throw error }
                do { try await sleep(delay) } catch { throw .cancelled }
            }
        }
    }
}
