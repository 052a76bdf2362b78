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

    /// What tells one verifier from another.
    private struct Rules: Hashable {
        var window: Int64
        var bodyPolicy: Verifier.BodyPolicy
    }

    private let clock = ManualClock()
    /// The RSA keys of earlier lines.
    let rsaKeyCache = RSAKeyCache()
    private var verifiers: [Rules: Verifier] = [:]

    /// Verifies a request at the time `now`.
    ///
    /// - Returns: Whether the signature covers the body.
    /// - Throws: `VerificationError` if the request is not valid.
    func verify(
        _ request: ReceivedRequest, now: Int64, window: Int64, bodyPolicy: Verifier.BodyPolicy,
        credentials: (_ consumerKey: String, _ token: String?) -> Credentials?
    ) async throws -> Bool {
        clock.set(now)
        let verifier = try self.verifier(Rules(window: window, bodyPolicy: bodyPolicy))
        return try await verifier.verify(request) { key, token in credentials(key, token) }.coversBody
    }

    private func verifier(_ rules: Rules) throws -> Verifier {
        if let verifier = verifiers[rules] { return verifier }
        if verifiers.count > 100 { verifiers.removeAll() }
        let clock = clock
        let verifier = try Verifier(
            window: .seconds(rules.window), ledger: DiscardingLedger(), maximumBytes: 64 << 20,
            maximumParameters: 1_000_000, bodyPolicy: rules.bodyPolicy, clock: { clock.read() })
        verifiers[rules] = verifier
        return verifier
    }
}
