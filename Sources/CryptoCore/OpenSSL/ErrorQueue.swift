/// OpenSSL's error queue of the calling thread.
enum ErrorQueue {
    /// Returns the error of a failed `operation`, with the reasons in the queue.
    static func failure(_ operation: String) -> CryptoError {
        .openSSL(operation: operation, reasons: drain())
    }
}
