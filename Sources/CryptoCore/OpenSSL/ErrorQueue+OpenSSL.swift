internal import COpenSSL

extension ErrorQueue {
    /// Empties the queue and returns its reasons, oldest first.
    ///
    /// Otherwise the next error of the thread would show them too.
    static func drain() -> [String] {
        var reasons: [String] = []
        while true {
            let code = ERR_get_error()
            guard code != 0 else { return reasons }
            let text = unsafe ERR_reason_error_string(code)
            reasons.append(unsafe text.map { unsafe String(cString: $0) } ?? "error \(code)")
        }
    }
}
