import OAuth1
import Synchronization

/// The state of a batch: verifiers with a settable clock and without a nonce ledger, and RSA keys.
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
    /// The RSA keys of earlier lines.
    let rsaKeyCache = RSAKeyCache()
    /// The verifiers by their window.
    private var verifiers: [Int64: Verifier] = [:]

    /// Verifies a request at the time `now`.
    ///
    /// - Throws: `VerificationError` if the request is not valid.
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
