import OAuth1
import Synchronization

/// What is kept from one line to the next: verifiers that are told the time for each request and remember
/// no nonce, and RSA keys.
final class BatchVerifiers {
    private struct DiscardingLedger: NonceLedger {
        func record(_ use: NonceUse, horizon: Int64) async -> NonceVerdict { .fresh }
    }

    private final class ManualClock: Sendable {
        private let seconds = Mutex<Int64>(0)

        func set(_ now: Int64) { seconds.withLock { $0 = now } }
        func read() -> Int64 { seconds.withLock { $0 } }
    }

    private let clock = ManualClock()
    /// The RSA keys of the lines so far.
    let rsaKeyCache = RSAKeyCache()
    /// By their window.
    private var verifiers: [Int64: Verifier] = [:]

    /// Verifies one request as if it were `now`. Throws ``VerificationError`` if it is to be refused.
    func verify(
        _ request: ReceivedRequest, now: Int64, window: Int64,
        credentials: (_ consumerKey: String, _ token: String?) -> Credentials?
    ) async throws {
        clock.set(now)
        _ = try await verifier(window).verify(request) { key, token in credentials(key, token) }
    }

    private func verifier(_ window: Int64) throws -> Verifier {
        if let verifier = verifiers[window] { return verifier }
        if verifiers.count > 100 { verifiers.removeAll() }
        let clock = clock
        let verifier = try Verifier(
            window: window, ledger: DiscardingLedger(), maximumBytes: 64 << 20, maximumParameters: 1_000_000,
            clock: { clock.read() })
        verifiers[window] = verifier
        return verifier
    }
}
