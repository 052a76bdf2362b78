internal import CCurl
internal import HTTPExchange

/// A `CURLM`: a set of transfers that progress together, and their pool of connections.
///
/// Belongs to one thread at a time; only ``waker`` may be called from any other.
@safe final class MultiHandle {
    private let handle: UnsafeMutableRawPointer
    private var isCleanedUp = false

    init(_ configuration: CurlTransport.Configuration) throws(TransportError) {
        guard CurlGlobal.isReady, let handle = unsafe curl_multi_init() else {
            throw .unavailable("libcurl could not be initialised")
        }
        unsafe self.handle = unsafe handle
        set(CURLMOPT_MAX_TOTAL_CONNECTIONS, configuration.maximumConnections)
        set(CURLMOPT_MAX_HOST_CONNECTIONS, configuration.maximumConnectionsPerHost)
        set(CURLMOPT_MAXCONNECTS, configuration.maximumIdleConnections)
    }

    deinit { cleanUp() }

    /// Ends the wait of ``wait()``, also one that has yet to begin. Not to be called once clean-up has begun.
    var waker: @Sendable () -> Void {
        // `curl_multi_wakeup` is the one function that libcurl lets any thread call.
        nonisolated(unsafe) let handle = unsafe handle
        return { _ = unsafe curl_multi_wakeup(handle) }
    }

    func add(_ easy: EasyHandle) -> Bool {
        unsafe curl_multi_add_handle(handle, easy.handle) == CURLM_OK
    }

    func remove(_ easy: EasyHandle) {
        _ = unsafe curl_multi_remove_handle(handle, easy.handle)
    }

    /// Does whatever can be done without waiting. Returns false if libcurl gave up.
    func perform() -> Bool {
        var running: Int32 = 0
        return unsafe curl_multi_perform(handle, &running) == CURLM_OK
    }

    /// Waits for sockets, libcurl's own timers, the waker, or that time. Returns false if libcurl gave up.
    func wait(until deadline: ContinuousClock.Instant?) -> Bool {
        let timeout = deadline.map { Int32(clamping: ContinuousClock.now.duration(to: $0).deadlineMilliseconds) }
        var ready: Int32 = 0
        return unsafe curl_multi_poll(handle, nil, 0, timeout ?? .max, &ready) == CURLM_OK
    }

    /// The next transfer that has ended: its identifier, and how it ended.
    func nextDone() -> (id: UInt64, code: CURLcode)? {
        var code = CURLE_OK
        guard let easy = unsafe toopher_curl_multi_next_done(handle, &code) else { return nil }
        return unsafe (EasyHandle.id(of: easy), code)
    }

    private func set(_ option: CURLMoption, _ count: Int) {
        unsafe toopher_curl_multi_set_long(handle, option, min(max(1, count), Int(Int32.max)))
    }

    /// Closes all connections and frees the handle. Comes after the last transfer was removed.
    func cleanUp() {
        guard !isCleanedUp else { return }
        isCleanedUp = true
        _ = unsafe curl_multi_cleanup(handle)
    }
}
