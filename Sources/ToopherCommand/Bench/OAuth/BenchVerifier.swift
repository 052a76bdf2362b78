import CryptoCore
import OAuth1

/// Verifications on one thread. What threads share is the verifier, the cache and the ledger; the request is the thread's.
struct BenchVerifier {
    private let verifier: Verifier
    private let cache: CredentialCache
    private let lookup: CredentialFunction
    private let consumers: BenchConsumers
    private let method: [UInt8]
    private let url: [UInt8]
    private let form: [UInt8]
    private var share: BenchShare

    init(_ fixture: BenchFixture, _ share: BenchShare) {
        verifier = fixture.verifier
        cache = fixture.consumers.cache
        lookup = fixture.lookup
        consumers = fixture.consumers
        method = BenchFixture.copy(fixture.method.span)
        url = BenchFixture.copy(fixture.url.span)
        form = BenchFixture.copy(fixture.form.span)
        self.share = share
    }

    /// Verifies requests until `meter` ends the measurement.
    mutating func verify(_ meter: inout BenchMeter) throws {
        switch share.consumers.count {
        case 0: try verifyOne(0, lookup, &meter)
        case 1: try verifyOne(share.consumers.lowerBound, cache, &meter)
        default: try verifyMany(&meter)
        }
    }

    /// Verifies one consumer's request again and again.
    private func verifyOne(_ number: Int, _ lookup: some CredentialLookup, _ meter: inout BenchMeter) throws {
        var scratch = try VerificationScratch()
        let authorization = consumers.authorization(number)
        while meter.startNextBatch() {
            for _ in 0..<BenchMeter.batch {
                try verifier.verifySignature(
                    of: BorrowedRequest(
                        method: method.span, url: url.span, authorization: authorization.span, isForm: true,
                        body: form.span),
                    using: &scratch, credentials: lookup)
            }
        }
    }

    /// Verifies requests of many consumers, which are copied between the measured batches.
    private mutating func verifyMany(_ meter: inout BenchMeter) throws {
        var scratch = try VerificationScratch()
        var queue = BenchHeaderQueue()
        while meter.startNextBatch() {
            if queue.isEmpty {
                meter.exclude { queue.refill { add in add(consumers.authorization(share.next()).span) } }
            }
            for _ in 0..<BenchMeter.batch {
                try verifier.verifySignature(
                    of: BorrowedRequest(
                        method: method.span, url: url.span, authorization: queue.current, isForm: true,
                        body: form.span),
                    using: &scratch, credentials: cache)
                queue.advance()
            }
        }
    }

    /// Verifies requests with new nonces, and records the nonces, until `meter` ends the measurement.
    mutating func verify(recordingIn ledger: InMemoryNonceLedger, _ meter: inout BenchMeter) throws {
        if share.consumers.isEmpty {
            try record(in: ledger, lookup, &meter)
        } else {
            try record(in: ledger, cache, &meter)
        }
    }

    private mutating func record(
        in ledger: InMemoryNonceLedger, _ lookup: some CredentialLookup, _ meter: inout BenchMeter
    ) throws {
        var scratch = try VerificationScratch()
        var signing = try SigningScratch()
        var nonces = BenchNonces()
        var queue = BenchHeaderQueue()
        while meter.startNextBatch() {
            if queue.isEmpty {
                try meter.exclude {
                    try queue.refill { add in
                        nonces.advance()
                        try consumers.signer(share.consumers.isEmpty ? 0 : share.next()).sign(
                            method: method.span, url: url.span, form: form.span, nonce: nonces.current.span,
                            timestamp: BenchFixture.timestamp, using: &signing)
                        add(signing.authorization)
                    }
                }
            }
            for _ in 0..<BenchMeter.batch {
                try verifier.verify(
                    BorrowedRequest(
                        method: method.span, url: url.span, authorization: queue.current, isForm: true,
                        body: form.span),
                    using: &scratch, recordingIn: ledger, credentials: lookup)
                queue.advance()
            }
        }
    }
}
