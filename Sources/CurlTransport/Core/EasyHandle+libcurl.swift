internal import CCurl
internal import HTTPExchange
internal import Platform

/// A `CURL`: one transfer at a time, used again after ``reset()``. Belongs to the agent thread.
///
/// Whatever libcurl keeps a pointer to while a transfer runs (header list, error text, receiver, upload, certificates) is
/// owned here.
@safe final class EasyHandle {
    let handle: UnsafeMutableRawPointer
    private let errorText: UnsafeMutablePointer<CChar>
    private var headers: HeaderList?
    private var receiver: Receiver?
    private var upload: Upload?
    private var kept: [WipedBytes] = []
    private var connections: KeptConnections?
    private var route: KeptConnections.Route?
    /// Whether the transfer was stopped, before anything was sent, because the kept connection that it was given must
    /// not be used again.
    private(set) var wasGivenSpoiledConnection = false

    init?() {
        guard let handle = unsafe curl_easy_init() else { return nil }
        unsafe self.handle = unsafe handle
        unsafe errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        unsafe curl_easy_cleanup(handle)
        unsafe errorText.deallocate()
    }

    /// Forgets the transfer; only connections and caches, which the multi handle owns, are kept.
    func reset() {
        unsafe curl_easy_reset(handle)
        headers = nil
        unsafe errorText[0] = 0
        receiver = nil
        upload = nil
        kept.removeAll()
        connections = nil
        route = nil
        wasGivenSpoiledConnection = false
    }

    /// The identifier that the transfer of `handle` was prepared with.
    static func id(of handle: UnsafeMutableRawPointer) -> UInt64 {
        UInt64(UInt(bitPattern: unsafe toopher_curl_info_private(handle)))
    }

    /// Whether a connection was ready, so that the request may have been sent.
    var wasConnected: Bool { receiver?.wasReady == true }

    /// Why the request body could not be sent.
    var uploadFailure: TransportError? { upload?.failure }

    /// Lets a paused transfer go on.
    func resume() -> CURLcode {
        unsafe curl_easy_pause(handle, 0)
    }

    /// What libcurl says of a failure.
    func errorDetail(_ code: CURLcode) -> String {
        unsafe String(cString: errorText[0] != 0 ? UnsafePointer(errorText) : curl_easy_strerror(code))
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

    /// Gives the request a body that comes while it is sent.
    func setUpload(_ pipe: UploadPipe, receiver: Receiver) throws(TransportError) {
        let upload = Upload(pipe, receiver: receiver)
        self.upload = upload
        receiver.onRefusal = { pipe.refuse() }
        try set(CURLOPT_UPLOAD, 1)
        try check(unsafe toopher_curl_set_upload_length(handle, pipe.length ?? -1))
        let context = unsafe Unmanaged.passUnretained(upload).toOpaque()
        try check(unsafe toopher_curl_set_pointer(handle, CURLOPT_READDATA, context))
        try check(unsafe toopher_curl_set_supplier(handle, supplyBody))
    }

    /// Sets an option whose value libcurl reads later, where it is.
    func set(_ option: CURLoption, _ bytes: WipedBytes) throws(TransportError) {
        kept.append(bytes)
        guard let base = unsafe bytes.unsafeBytes.baseAddress else {
            throw .invalidConfiguration("a PEM text is empty")
        }
        try check(unsafe toopher_curl_set_blob(handle, option, base, bytes.unsafeBytes.count))
    }

    /// Trusts these certificate authorities and nothing else.
    func setAuthorities(_ bytes: WipedBytes) throws(TransportError) {
        kept.append(bytes)
        guard
            let base = unsafe bytes.unsafeBytes.baseAddress,
            unsafe toopher_curl_set_authorities(handle, base, bytes.unsafeBytes.count) == CURLE_OK
        else { throw .invalidConfiguration("libcurl takes no certificate authorities from memory") }
    }

    func setHeaders(_ lines: HeaderLines) throws(TransportError) {
        let headers = HeaderList(lines)
        self.headers = headers
        try check(unsafe toopher_curl_set_list(handle, CURLOPT_HTTPHEADER, headers.unsafeFirst))
    }

    /// Has the connection looked at before the request is sent.
    func setConnections(_ connections: KeptConnections) throws(TransportError) {
        self.connections = connections
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        try check(unsafe toopher_curl_set_ready(handle, connectionReady, context))
    }

    /// A connection was chosen, and the request is about to be sent. Returns false if the transfer must stop.
    fileprivate func mayUseConnection(_ makeRoute: () -> KeptConnections.Route) -> Bool {
        guard receiver?.connectionReady() == true else { return false }
        guard !KeptConnections.areLibcurlsBusiness, let connections else { return true }
        let route = makeRoute()
        self.route = route
        wasGivenSpoiledConnection = connections.isSpoiled(route, isKept: isUsingKeptConnection)
        return !wasGivenSpoiledConnection
    }

    /// Lets the connection be known when it is used again. Comes after a response.
    func noteConnection() {
        guard let route, isHTTP1 else { return }
        connections?.note(route) { connectedSocket }
    }

    /// Directs header lines, body and error text to where they are collected.
    func setReceiver(_ receiver: Receiver) throws(TransportError) {
        self.receiver = receiver
        let context = unsafe Unmanaged.passUnretained(receiver).toOpaque()
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

// What follows runs on the agent thread, inside `curl_multi_perform` and `curl_easy_pause`; the easy handle keeps the
// objects alive that long.

private let receiveBody: curl_write_callback = { bytes, size, count, context in
    guard let receiver = unsafe receiver(context) else { return 0 }
    guard let piece = unsafe buffer(bytes, size * count) else { return 0 }
    return switch unsafe receiver.receive(bodyPiece: piece) {
    case .goOn: size * count
    case .pause: toopher_curl_receiver_pause
    case .stop: 0
    }
}

private let receiveHeader: curl_write_callback = { bytes, size, count, context in
    guard let receiver = unsafe receiver(context), let line = unsafe buffer(bytes, size * count) else { return 0 }
    return unsafe receiver.receive(headerLine: line) ? size * count : 0
}

private let connectionReady:
    @convention(c) (
        UnsafeMutableRawPointer?, UnsafeMutablePointer<CChar>?, UnsafeMutablePointer<CChar>?, Int32, Int32
    ) -> Int32 = { context, remoteAddress, localAddress, remotePort, localPort in
        guard let context = unsafe context, let remoteAddress = unsafe remoteAddress,
            let localAddress = unsafe localAddress
        else { return CURL_PREREQFUNC_ABORT }
        let easy: EasyHandle = unsafe Unmanaged.fromOpaque(context).takeUnretainedValue()
        let isUsable = easy.mayUseConnection {
            KeptConnections.Route(
                remoteAddress: unsafe String(cString: remoteAddress), remotePort: remotePort,
                localAddress: unsafe String(cString: localAddress), localPort: localPort)
        }
        return isUsable ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
    }

private let supplyBody: curl_read_callback = { target, size, count, context in
    guard let context = unsafe context, let target = unsafe target else { return toopher_curl_supplier_abort }
    let upload: Upload = unsafe Unmanaged.fromOpaque(context).takeUnretainedValue()
    let bytes = unsafe UnsafeMutableRawPointer(target).assumingMemoryBound(to: UInt8.self)
    return switch unsafe upload.supply(UnsafeMutableBufferPointer(start: bytes, count: size * count)) {
    case .bytes(let count): count
    case .end: 0
    case .pause: toopher_curl_supplier_pause
    case .failure: toopher_curl_supplier_abort
    }
}

private func receiver(_ context: UnsafeMutableRawPointer?) -> Receiver? {
    guard let context = unsafe context else { return nil }
    return unsafe Unmanaged.fromOpaque(context).takeUnretainedValue()
}

private func buffer(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> UnsafeBufferPointer<UInt8>? {
    guard let bytes = unsafe bytes, count > 0 else { return nil }
    return unsafe UnsafeBufferPointer(start: UnsafeRawPointer(bytes).assumingMemoryBound(to: UInt8.self), count: count)
}
