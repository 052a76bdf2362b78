import CryptoCore
import OAuth1

/// The ledger of the measured verifications.
struct BenchLedger: Sendable {
    let ledger: InMemoryNonceLedger

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
}
