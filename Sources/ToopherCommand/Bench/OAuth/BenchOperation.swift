/// A measured operation.
enum BenchOperation: String, Sendable {
    case verify, sign, hmac
    case verifyLedger = "verify-ledger"
    case rawHMAC = "raw-hmac"
}
