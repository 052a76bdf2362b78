import CryptoCore
import OAuth1

/// Consumers with a signed request each, which are verified in random order through a `CredentialCache`.
struct BenchConsumers: Sendable {
    private let authorizations: [[UInt8]]
    private let cache: CredentialCache

    /// Creates consumers and signs their requests.
    init(_ options: BenchOptions, method: [UInt8], url: [UInt8], form: [UInt8]) throws {
        cache = try CredentialCache(capacity: 2 * max(1, options.consumers), lifetime: .max)
        var scratch = try SigningScratch()
        var authorizations: [[UInt8]] = []
        let nonce = BenchFixture.nonce
        for number in 0..<options.consumers {
            let credentials = try Credentials(
                consumerKey: "consumer-\(number)", consumerSecret: SecretBytes(utf8: "secret-\(number)"),
                signatureMethod: options.method.signatureMethod)
            cache.insert(credentials)
            try Signer(credentials: credentials).sign(
                method: method.span, url: url.span, form: form.span, nonce: nonce.span,
                timestamp: BenchFixture.timestamp, using: &scratch)
            authorizations.append(BenchFixture.copy(scratch.authorization))
        }
        self.authorizations = authorizations
    }

    /// Whether there is only the one consumer of the fixture.
    var isEmpty: Bool { authorizations.isEmpty }

    /// Verifies requests until `meter` ends the measurement.
    func verify(_ fixture: BenchFixture, _ meter: inout BenchMeter) throws {
        var scratch = try VerificationScratch()
        var queue = BenchHeaderQueue()
        var state: UInt64 = 1
        while meter.startNextBatch() {
            if queue.isEmpty {
                queue.refill { add in add(next(&state).span) }
                meter.excludeElapsedTime()
            }
            for _ in 0..<BenchMeter.batch {
                try fixture.verifier.verifySignature(
                    method: fixture.method.span, url: fixture.url.span, authorization: queue.current, isForm: true,
                    body: fixture.form.span, using: &scratch, anticipating: cache
                ) { key, token in
                    cache.credentials(consumerKey: key, token: token)
                }
                queue.advance()
            }
        }
    }

    /// Returns the next consumer's header, in an order that the processor cannot predict.
    private func next(_ state: inout UInt64) -> [UInt8] {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return authorizations[Int(state.multipliedFullWidth(by: UInt64(authorizations.count)).high)]
    }
}
