import CryptoCore
import OAuth1

/// Many consumers, each with a signed request, verified in an order without pattern through a
/// ``CredentialCache``.
struct BenchConsumers: Sendable {
    private let authorizations: [[UInt8]]
    private let cache: CredentialCache

    /// Whether there is only the one consumer of the fixed work.
    var isEmpty: Bool { authorizations.isEmpty }

    init(_ options: BenchOptions, method: [UInt8], url: [UInt8], form: [UInt8]) throws {
        cache = try CredentialCache(capacity: 2 * max(1, options.consumers), lifetime: nil)
        var scratch = try SigningScratch()
        var authorizations: [[UInt8]] = []
        let nonce = BenchWork.nonce
        for number in 0..<options.consumers {
            let credentials = try Credentials(
                consumerKey: "consumer-\(number)", consumerSecret: SecretBytes(utf8: "secret-\(number)"),
                signatureMethod: options.method.signatureMethod)
            cache.insert(credentials)
            try Signer(credentials: credentials).sign(
                method: method.span, url: url.span, form: form.span, nonce: nonce.span,
                timestamp: BenchWork.timestamp, using: &scratch)
            authorizations.append(BenchWork.copy(scratch.authorization))
        }
        self.authorizations = authorizations
    }

    /// Verifies requests of one consumer after the other until `meter` has enough.
    func verify(_ work: BenchWork, _ meter: inout BenchMeter) throws {
        var scratch = try VerificationScratch()
        var stock = BenchStock()
        var state: UInt64 = 1
        while meter.goesOn() {
            if stock.isUsedUp {
                stock.refill { add in add(next(&state).span) }
                meter.leaveOut()
            }
            for _ in 0..<BenchMeter.batch {
                try work.verifier.verifySignature(
                    of: BorrowedRequest(
                        method: work.method.span, url: work.url.span, authorization: stock.current, isForm: true,
                        body: work.form.span),
                    using: &scratch, credentials: cache)
                stock.advance()
            }
        }
    }

    /// The next consumer's header, in an order that the processor cannot guess.
    private func next(_ state: inout UInt64) -> [UInt8] {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return authorizations[Int(state.multipliedFullWidth(by: UInt64(authorizations.count)).high)]
    }
}
