internal import CCurl

/// libcurl's process-wide state.
enum CurlGlobal {
    /// Whether libcurl is initialised. It happens once, and is never undone: nobody can prove that no other part of the
    /// process still uses libcurl.
    static let isReady: Bool = {
        guard curl_global_init(toopher_curl_global_default) == CURLE_OK else { return false }
        ExitGate.installHandler()
        return true
    }()
}
