internal import CCurl
internal import HTTPExchange

extension MultiHandle {
    convenience init(_ configuration: CurlTransport.Configuration, poller: SocketPoller) throws(TransportError) {
        guard CurlLibrary.isInitialized, let handle = unsafe curl_multi_init() else {
            throw .unavailable("libcurl could not be initialised")
        }
        unsafe self.init(owning: handle, poller: poller)
        let context = unsafe Unmanaged.passUnretained(poller).toOpaque()
        unsafe toopher_curl_multi_set_socket_observer(handle, observeSocket, context)
        setMaximumConnections(configuration.maximumConnections)
        set(CURLMOPT_MAX_HOST_CONNECTIONS, configuration.maximumConnectionsPerHost)
        set(CURLMOPT_MAXCONNECTS, configuration.maximumIdleConnections)
    }

    func add(_ easy: EasyHandle) -> Bool {
        unsafe curl_multi_add_handle(handle, easy.handle) == CURLM_OK
    }

    func remove(_ easy: EasyHandle) {
        _ = unsafe curl_multi_remove_handle(handle, easy.handle)
    }

    /// Lets the transfers proceed that use a socket which is ready, and those whose time has come. Returns `false` if
    /// libcurl failed.
    func proceed(_ event: SocketPoller.Event) -> Bool {
        var running: Int32 = 0
        return unsafe curl_multi_socket_action(handle, event.socket, event.readiness.rawValue, &running) == CURLM_OK
    }

    /// Lets the transfers proceed whose time has come: new and resumed ones, and those that missed a deadline. Returns
    /// `false` if libcurl failed.
    func proceedInTime() -> Bool {
        var running: Int32 = 0
        return unsafe curl_multi_socket_action(handle, CURL_SOCKET_BAD, 0, &running) == CURLM_OK
    }

    /// Lets all transfers proceed. Returns `false` if libcurl failed.
    func proceedAll() -> Bool { unsafe toopher_curl_multi_socket_all(handle) == CURLM_OK }

    /// In how many milliseconds the time of a transfer comes; `nil` if there is none.
    var millisecondsLeft: Int? {
        var milliseconds = -1
        return unsafe curl_multi_timeout(handle, &milliseconds) == CURLM_OK && milliseconds >= 0 ? milliseconds : nil
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

/// Called within other functions of libcurl, on the agent's thread.
private let observeSocket: curl_socket_callback = { _, socket, change, context, _ in
    guard let context = unsafe context else { return 0 }
    let poller: SocketPoller = unsafe Unmanaged.fromOpaque(context).takeUnretainedValue()
    poller.want(change == CURL_POLL_REMOVE ? [] : SocketPoller.Readiness(rawValue: change), of: socket)
    return 0
}
