/// A measured operation.
enum BenchOperation: String, Sendable {
    case verify, sign, hmac
    case verifyLedger = "verify-ledger"
    case rawHMAC = "raw-hmac"

    /// Whether it verifies requests of consumers.
    var verifies: Bool { self == .verify || self == .verifyLedger }
}
