import CryptoCore
import OAuth1

/// Verifications that check and record the nonce.
struct BenchLedger: Sendable {
    private let ledger: InMemoryNonceLedger

    /// Creates a ledger without a limit: the measurement must not end when it is full.
    init() throws {
        ledger = try InMemoryNonceLedger(capacity: .max)
    }

    /// Inserts nonces spread over the window, and prints their memory to standard error.
    func fill(_ number: Int, window: Int64) {
        let before = ProcessMemory.resident
        let (key, none) = (BenchFixture.consumerKey, [UInt8]())
        var nonces = BenchNonces()
        for index in 0..<Int64(number) {
            nonces.advance()
            _ = ledger.record(
                consumerKey: key.span, token: none.span,
                timestamp: BenchFixture.timestamp - window + index % (2 * window), nonce: nonces.current.span,
                horizon: BenchFixture.timestamp - window)
        }
        guard let before, let after = ProcessMemory.resident else { return }
        StandardError.print("\(ledger.count) live nonces take \((after - before) >> 20) MiB")
    }

    /// Verifies requests with new nonces until `meter` ends the measurement.
    func verify(_ fixture: BenchFixture, _ meter: inout BenchMeter) throws {
        var scratch = try VerificationScratch()
        var signing = try SigningScratch()
        var nonces = BenchNonces()
        var queue = BenchHeaderQueue()
        let known = fixture.credentials
        let consumerKey = BenchFixture.consumerKey
        while meter.startNextBatch() {
            if queue.isEmpty {
                try queue.refill { add in
                    nonces.advance()
                    try fixture.signer.sign(
                        method: fixture.method.span, url: fixture.url.span, form: fixture.form.span,
                        nonce: nonces.current.span, timestamp: BenchFixture.timestamp, using: &signing)
                    add(signing.authorization)
                }
                meter.excludeElapsedTime()
            }
            for _ in 0..<BenchMeter.batch {
                try fixture.verifier.verify(
                    method: fixture.method.span, url: fixture.url.span, authorization: queue.current, isForm: true,
                    body: fixture.form.span, using: &scratch, recordingIn: ledger
                ) { key, _ in
                    ConstantTime.areEqual(key, consumerKey.span) ? known : nil
                }
                queue.advance()
            }
        }
    }
}

/// Unique nonces of 16 letters, counted up from a random start.
private struct BenchNonces {
    private(set) var current = BenchFixture.nonce
    private var number = UInt64.random(in: 0 ... .max)

    mutating func advance() {
        number &+= 1
        for position in current.indices {
            current[position] = UInt8(ascii: "a") + UInt8(truncatingIfNeeded: number >> UInt64(4 * position)) & 15
        }
    }
}
