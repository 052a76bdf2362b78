internal import CCurl
internal import HTTPExchange

extension MultiHandle {
    convenience init(_ configuration: CurlTransport.Configuration) throws(TransportError) {
        guard CurlLibrary.isInitialized, let handle = unsafe curl_multi_init() else {
            throw .unavailable("libcurl could not be initialised")
        }
        unsafe self.init(owning: handle)
        setMaximumConnections(configuration.maximumConnections)
        set(CURLMOPT_MAX_HOST_CONNECTIONS, configuration.maximumConnectionsPerHost)
        set(CURLMOPT_MAXCONNECTS, configuration.maximumIdleConnections)
    }

    /// A function that ends ``wait(until:)``, also a later one. Not to be called once clean-up has begun.
    var waker: @Sendable () -> Void {
        // `curl_multi_wakeup` is the only function that libcurl lets any thread call.
        nonisolated(unsafe) let handle = unsafe handle
        return { _ = unsafe curl_multi_wakeup(handle) }
    }

    func add(_ easy: EasyHandle) -> Bool {
        unsafe curl_multi_add_handle(handle, easy.handle) == CURLM_OK
    }

    func remove(_ easy: EasyHandle) {
        _ = unsafe curl_multi_remove_handle(handle, easy.handle)
    }

    /// Does whatever can be done without waiting. Returns `false` if libcurl failed.
    func perform() -> Bool {
        var running: Int32 = 0
        return unsafe curl_multi_perform(handle, &running) == CURLM_OK
    }

    /// Waits for sockets, libcurl's timers, the waker, or the deadline.
    ///
    /// - Parameter idleSockets: Sockets that libcurl does not wait for.
    /// - Returns: Those of the idle sockets that can be read; `nil` if libcurl failed.
    func wait(until deadline: ContinuousClock.Instant?, idleSockets: [Int32]) -> [Int32]? {
        let timeout = deadline.map { Int32(clamping: ContinuousClock.now.duration(to: $0).deadlineMilliseconds) }
        var ready: Int32 = 0
        guard !idleSockets.isEmpty else {
            return unsafe curl_multi_poll(handle, nil, 0, timeout ?? .max, &ready) == CURLM_OK ? [] : nil
        }
        var sockets = idleSockets.map { curl_waitfd(fd: $0, events: Int16(CURL_WAIT_POLLIN), revents: 0) }
        let count = UInt32(sockets.count)
        guard unsafe curl_multi_poll(handle, &sockets, count, timeout ?? .max, &ready) == CURLM_OK else { return nil }
        return sockets.compactMap { $0.revents == 0 ? nil : $0.fd }
    }

    /// Limits the number of open connections; `nil` for no limit.
    func setMaximumConnections(_ count: Int?) {
        unsafe toopher_curl_multi_set_long(
            handle, CURLMOPT_MAX_TOTAL_CONNECTIONS, count.map { min(max(1, $0), Int(Int32.max)) } ?? 0)
    }

    /// Returns the identifier and the result of the next transfer that has ended.
    func nextDone() -> (id: UInt64, code: ResultCode)? {
        var code = CURLE_OK
        guard let easy = unsafe toopher_curl_multi_next_done(handle, &code) else { return nil }
        return unsafe (EasyHandle.id(of: easy), ResultCode(code))
    }

    /// For ``cleanUp()`` only.
    func freeHandle() {
        _ = unsafe curl_multi_cleanup(handle)
    }

    private func set(_ option: CURLMoption, _ count: Int) {
        unsafe toopher_curl_multi_set_long(handle, option, min(max(1, count), Int(Int32.max)))
    }
}
