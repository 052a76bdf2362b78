internal import CCurl

extension CurlLibrary {
    /// Whether libcurl is initialised. That happens once and is never undone: another part of the process may use libcurl.
    static let isInitialized: Bool = {
        guard curl_global_init(toopher_curl_global_default) == CURLE_OK else { return false }
        ExitGate.installHandler()
        return true
    }()

    /// Whether libcurl calls back before it sends a request, as it does from 7.80 on.
    static let announcesRequests = toopher_curl_has_prerequest && version >= 0x075000

    /// The version of the loaded library, its major, minor and patch number in a byte each.
    static var version: UInt32 { unsafe curl_version_info(CURLVERSION_FIRST).pointee.version_num }
}
