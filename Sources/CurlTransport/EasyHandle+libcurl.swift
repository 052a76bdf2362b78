internal import CCurl

/// A `CURL`: one transfer at a time, used again after ``reset()``. Belongs to the agent thread.
///
/// Whatever libcurl keeps a pointer to while a transfer runs (header list, error text, collector) is owned here.
@safe final class EasyHandle {
    let handle: UnsafeMutableRawPointer
    private let errorText: UnsafeMutablePointer<CChar>
    private var headers: UnsafeMutablePointer<curl_slist>?
    private var collector: ResponseCollector?

    init?() {
        guard let handle = unsafe curl_easy_init() else { return nil }
        unsafe self.handle = unsafe handle
        unsafe errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        unsafe curl_easy_cleanup(handle)
        unsafe curl_slist_free_all(headers)
        unsafe errorText.deallocate()
    }

    /// Forgets the transfer; only connections and caches, which the multi handle owns, are kept.
    func reset() {
        unsafe curl_easy_reset(handle)
        unsafe curl_slist_free_all(headers)
        unsafe headers = nil
        unsafe errorText[0] = 0
        collector = nil
    }

    /// The identifier that the transfer of `handle` was prepared with.
    static func id(of handle: UnsafeMutableRawPointer) -> UInt64 {
        UInt64(UInt(bitPattern: unsafe toopher_curl_info_private(handle)))
    }

    /// Whether the transfer opened no connection of its own.
    var connectionWasReused: Bool {
        unsafe toopher_curl_info_long(handle, CURLINFO_NUM_CONNECTS) == 0
    }

    /// Why the transfer failed, in the terms of this module.
    func error(for code: CURLcode) -> TransportError {
        let detail = unsafe String(cString: errorText[0] != 0 ? UnsafePointer(errorText) : curl_easy_strerror(code))
        // The time until the request could be sent stays zero while there is no connection to send it on.
        let wasConnected = unsafe toopher_curl_info_offset(handle, CURLINFO_PRETRANSFER_TIME_T) > 0
        return TransportError(code: code, detail: detail, wasConnected: wasConnected)
    }

    // MARK: Options

    func set(_ option: CURLoption, _ value: Int) throws(TransportError) {
        try check(unsafe toopher_curl_set_long(handle, option, value))
    }

    func set(_ option: CURLoption, _ value: String?) throws(TransportError) {
        try check(unsafe toopher_curl_set_string(handle, option, value))
    }

    func setID(_ id: UInt64) throws(TransportError) {
        let tag = unsafe UnsafeMutableRawPointer(bitPattern: UInt(id))
        try check(unsafe toopher_curl_set_pointer(handle, CURLOPT_PRIVATE, tag))
    }

    /// Refuses every protocol that libcurl speaks besides http and https.
    func allowHTTPOnly() throws(TransportError) {
        try check(unsafe toopher_curl_allow_http_only(handle))
    }

    /// Lets a transfer end at once although its host is still being resolved.
    func leaveResolver() throws(TransportError) {
        try check(unsafe toopher_curl_leave_resolver(handle))
    }

    /// Gives the request a body, which libcurl copies.
    func setBody(_ body: [UInt8]) throws(TransportError) {
        try check(unsafe toopher_curl_set_body(handle, body.span))
    }

    func setHeaders(_ lines: [[UInt8]]) throws(TransportError) {
        for line in lines {
            let text = line.map(CChar.init(bitPattern:)) + [0]
            guard let longer = unsafe curl_slist_append(headers, text) else { throw .unavailable("out of memory") }
            unsafe headers = unsafe longer
        }
        try check(unsafe toopher_curl_set_list(handle, CURLOPT_HTTPHEADER, headers))
    }

    /// Directs header lines, body and error text to where they are collected.
    func setReceivers(_ collector: ResponseCollector) throws(TransportError) {
        self.collector = collector
        let context = unsafe Unmanaged.passUnretained(collector).toOpaque()
        try check(unsafe toopher_curl_set_pointer(handle, CURLOPT_WRITEDATA, context))
        try check(unsafe toopher_curl_set_receiver(handle, CURLOPT_WRITEFUNCTION, receiveBody))
        try check(unsafe toopher_curl_set_pointer(handle, CURLOPT_HEADERDATA, context))
        try check(
            unsafe toopher_curl_set_receiver(handle, CURLOPT_HEADERFUNCTION, receiveHeader))
        try check(unsafe toopher_curl_set_error_buffer(handle, errorText))
    }

    private func check(_ code: CURLcode) throws(TransportError) {
        guard code != CURLE_OK else { return }
        throw .transferFailed(code: Int(code.rawValue), "libcurl refused an option of the transfer")
    }
}

/// Runs on the agent thread, inside `curl_multi_perform`; the easy handle keeps the collector alive that long.
private let receiveBody: curl_write_callback = { bytes, size, count, context in
    guard let collector = unsafe collector(context), let piece = unsafe buffer(bytes, size * count) else { return 0 }
    return collector.receive(bodyPiece: unsafe piece.span) ? size * count : 0
}

private let receiveHeader: curl_write_callback = { bytes, size, count, context in
    guard let collector = unsafe collector(context), let line = unsafe buffer(bytes, size * count) else { return 0 }
    return collector.receive(headerLine: unsafe line.span) ? size * count : 0
}

private func collector(_ context: UnsafeMutableRawPointer?) -> ResponseCollector? {
    guard let context = unsafe context else { return nil }
    return unsafe Unmanaged.fromOpaque(context).takeUnretainedValue()
}

private func buffer(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> UnsafeBufferPointer<UInt8>? {
    guard let bytes = unsafe bytes, count > 0 else { return nil }
    return unsafe UnsafeBufferPointer(start: UnsafeRawPointer(bytes).assumingMemoryBound(to: UInt8.self), count: count)
}
