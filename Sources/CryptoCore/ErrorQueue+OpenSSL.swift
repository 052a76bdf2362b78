internal import COpenSSL

/// OpenSSL's error queue of the calling thread.
enum ErrorQueue {
    /// Empties the queue and returns its reasons, oldest first. A leftover entry would
    /// otherwise be blamed on the next call of this thread.
    static func drain() -> [String] {
        var reasons: [String] = []
        while true {
            let code = ERR_get_error()
            guard code != 0 else { return reasons }
            let text = unsafe ERR_reason_error_string(code)
            reasons.append(unsafe text.map { unsafe String(cString: $0) } ?? "error \(code)")
        }
    }

    /// The error for a failed `operation`, with the queue drained into it.
    static func failure(_ operation: String) -> CryptoError {
        .openSSL(operation: operation, reasons: drain())
    }
}
