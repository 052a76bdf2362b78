internal import CCurl
internal import HTTPExchange
internal import Platform

extension EasyHandle {
    /// Creates a handle; `nil` if there is no memory.
    convenience init?() {
        guard let handle = unsafe curl_easy_init() else { return nil }
        unsafe self.init(owning: handle, errorSize: Int(CURL_ERROR_SIZE))
    }

    /// The identifier of the transfer that `handle` was prepared for.
    static func id(of handle: UnsafeMutableRawPointer) -> UInt64 {
        UInt64(UInt(bitPattern: unsafe toopher_curl_info_private(handle)))
    }

    /// Frees the handle. For `deinit` only.
    func cleanUp() {
        unsafe curl_easy_cleanup(handle)
    }

    /// Sets all options to their defaults.
    func resetOptions() {
        unsafe curl_easy_reset(handle)
    }

    /// Resumes a paused transfer.
    func resume() -> ResultCode {
        unsafe ResultCode(curl_easy_pause(handle, 0))
    }

    /// Returns libcurl's text for an error.
    func errorDetail(_ code: ResultCode) -> String {
        unsafe String(cString: errorText[0] != 0 ? UnsafePointer(errorText) : curl_easy_strerror(code.code))
    }

    // MARK: Options

    /// Throws if libcurl did not accept an option.
    func check(_ code: CURLcode) throws(TransportError) {
        guard code != CURLE_OK else { return }
        throw .transferFailed("libcurl error \(code.rawValue), an option was refused")
    }

    func set(_ option: CURLoption, _ value: Int) throws(TransportError) {
        try check(unsafe toopher_curl_set_long(handle, option, value))
    }

    /// Sets an option whose value libcurl copies.
    func set(_ option: CURLoption, _ value: String) throws(TransportError) {
        try check(unsafe value.withCString { unsafe toopher_curl_set_string(handle, option, $0) })
    }

    /// Takes an option's default value away.
    func clear(_ option: CURLoption) throws(TransportError) {
        try check(unsafe toopher_curl_set_string(handle, option, nil))
    }

    /// Sets an option whose value libcurl does not copy.
    func set(_ option: CURLoption, _ bytes: WipedBytes) throws(TransportError) {
        wipedBytes.append(bytes)
        guard let base = unsafe bytes.unsafeBytes.baseAddress else {
            throw .invalidConfiguration("a PEM text is empty")
        }
        try check(unsafe toopher_curl_set_blob(handle, option, base, bytes.unsafeBytes.count))
    }

    func setID(_ id: UInt64) throws(TransportError) {
        let tag = unsafe UnsafeMutableRawPointer(bitPattern: UInt(id))
        try check(unsafe toopher_curl_set_pointer(handle, CURLOPT_PRIVATE, tag))
    }

    func setHeaders(_ lines: HeaderLines) throws(TransportError) {
        let headers = HeaderList(lines)
        self.headers = headers
        try check(unsafe toopher_curl_set_list(handle, CURLOPT_HTTPHEADER, headers.unsafeFirst))
    }

    /// Puts the addresses of hosts into libcurl's cache, as if they had just been looked up.
    func setCachedAddresses(_ addresses: [String]) throws(TransportError) {
        guard !addresses.isEmpty else { return }
        var lines = HeaderLines()
        for address in addresses { lines.append(verbatim: "+" + address) }
        let list = HeaderList(lines)
        cachedAddresses = list
        try check(unsafe toopher_curl_set_list(handle, CURLOPT_RESOLVE, list.unsafeFirst))
    }

    /// Sets the request body, which libcurl copies.
    func setBody(_ body: [UInt8]) throws(TransportError) {
        try check(unsafe toopher_curl_set_body(handle, body.span))
    }

    /// Refuses every protocol but http and https.
    func allowHTTPOnly() throws(TransportError) {
        try check(unsafe toopher_curl_allow_http_only(handle))
    }

    /// Lets a transfer end while its host name is still being resolved.
    func setQuickExit() throws(TransportError) {
        try check(unsafe toopher_curl_set_quick_exit(handle))
    }

    /// Trusts the given certificate authorities and nothing else.
    func setAuthorities(_ bytes: WipedBytes) throws(TransportError) {
        wipedBytes.append(bytes)
        guard
            let base = unsafe bytes.unsafeBytes.baseAddress,
            unsafe toopher_curl_set_authorities(handle, base, bytes.unsafeBytes.count) == CURLE_OK
        else { throw .invalidConfiguration("this libcurl does not accept certificate authorities from memory") }
    }
}
