internal import CCurl
internal import Glibc
internal import HTTPExchange
internal import WebSyntax

extension EasyHandle {
    /// Sets where header lines, body and error text are delivered.
    func setReceiver(_ receiver: ResponseReceiver) throws(TransportError) {
        self.receiver = receiver
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        try check(unsafe toopher_curl_set_pointer(handle, CURLOPT_WRITEDATA, context))
        try check(unsafe toopher_curl_set_receiver(handle, CURLOPT_WRITEFUNCTION, receiveBody))
        try check(unsafe toopher_curl_set_pointer(handle, CURLOPT_HEADERDATA, context))
        try check(unsafe toopher_curl_set_receiver(handle, CURLOPT_HEADERFUNCTION, receiveHeader))
        try check(unsafe toopher_curl_set_error_buffer(handle, errorText))
    }

    /// Sets a request body that is produced while it is sent.
    func setUpload(_ pipe: UploadPipe, receiver: ResponseReceiver) throws(TransportError) {
        let upload = Upload(pipe, receiver: receiver)
        self.upload = upload
        try set(CURLOPT_UPLOAD, 1)
        try check(unsafe toopher_curl_set_upload_length(handle, pipe.length ?? -1))
        let context = unsafe Unmanaged.passUnretained(upload).toOpaque()
        try check(unsafe toopher_curl_set_pointer(handle, CURLOPT_READDATA, context))
        try check(unsafe toopher_curl_set_supplier(handle, supplyBody))
    }

    /// Sets what is called when a connection is ready for the request, and when libcurl closes one.
    ///
    /// A connection outlives its transfers, so `pool` must live until the multi handle is freed.
    func setPool(_ pool: PooledConnections) throws(TransportError) {
        self.pool = pool
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        try check(unsafe toopher_curl_set_prerequest(handle, connectionReady, context))
        let poolContext = unsafe Unmanaged.passUnretained(pool).toOpaque()
        try check(unsafe toopher_curl_set_pointer(handle, CURLOPT_CLOSESOCKETDATA, poolContext))
        try check(unsafe toopher_curl_set_closer(handle, closeSocket))
    }

    /// Sets what is asked before libcurl connects to an address. Without one of its own, libcurl creates every socket.
    func setDestinationGuard(_ permission: DestinationGuard.Permission) throws(TransportError) {
        let destinations = DestinationGuard(permission)
        destinationGuard = destinations
        let context = unsafe Unmanaged.passUnretained(destinations).toOpaque()
        try check(unsafe toopher_curl_set_opener(handle, openSocket, context))
    }

    /// Makes libcurl deliver its trace, from now on. Called from a callback.
    func startTrace() {
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe toopher_curl_set_tracer(handle, traceTransfer, context)
    }
}

// The callbacks run on the agent's thread, inside `curl_multi_perform` and `curl_easy_pause`, during which the easy handle
// keeps the objects alive.

private let receiveBody: curl_write_callback = { bytes, size, count, context in
    guard let easy = unsafe easyHandle(context), let piece = unsafe buffer(bytes, size * count) else { return 0 }
    return switch unsafe easy.receive(bodyPiece: piece) {
    case .proceed: size * count
    case .pause: toopher_curl_receiver_pause
    case .abort: 0
    }
}

private let receiveHeader: curl_write_callback = { bytes, size, count, context in
    guard let easy = unsafe easyHandle(context), let line = unsafe buffer(bytes, size * count) else { return 0 }
    return unsafe easy.receive(headerLine: line) ? size * count : 0
}

private let connectionReady:
    @convention(c) (
        UnsafeMutableRawPointer?, UnsafeMutablePointer<CChar>?, UnsafeMutablePointer<CChar>?, Int32, Int32
    ) -> Int32 = { context, remoteAddress, localAddress, remotePort, localPort in
        guard let easy = unsafe easyHandle(context), let remoteAddress = unsafe remoteAddress,
            let localAddress = unsafe localAddress
        else { return CURL_PREREQFUNC_ABORT }
        let endpoints = PooledConnections.Endpoints(
            remoteAddress: unsafe String(cString: remoteAddress), remotePort: remotePort,
            localAddress: unsafe String(cString: localAddress), localPort: localPort)
        return easy.mayUseConnection(endpoints) ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
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

private let openSocket: curl_opensocket_callback = { context, purpose, target in
    guard let context = unsafe context, let target = unsafe target, purpose == CURLSOCKTYPE_IPCXN else {
        return CURL_SOCKET_BAD
    }
    let destinations: DestinationGuard = unsafe Unmanaged.fromOpaque(context).takeUnretainedValue()
    let address = unsafe UnsafeRawBufferPointer(
        start: toopher_curl_socket_address(target), count: Int(target.pointee.addrlen))
    guard destinations.permits(unsafe IPAddress(socketAddress: address)) else { return CURL_SOCKET_BAD }
    let type = unsafe target.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
    return unsafe socket(target.pointee.family, type, target.pointee.protocol)
}

private let closeSocket: curl_closesocket_callback = { context, socket in
    if let context = unsafe context {
        let pool: PooledConnections = unsafe Unmanaged.fromOpaque(context).takeUnretainedValue()
        pool.socketWillClose(socket)
    }
    return close(socket)
}

private let traceTransfer: curl_debug_callback = { _, kind, bytes, count, context in
    guard kind == CURLINFO_DATA_IN || kind == CURLINFO_TEXT else { return 0 }
    guard let easy = unsafe easyHandle(context), let bytes = unsafe buffer(bytes, count) else { return 0 }
    if kind == CURLINFO_TEXT { unsafe easy.read(traceLine: bytes) } else { unsafe easy.scan(received: bytes) }
    return 0
}

private func easyHandle(_ context: UnsafeMutableRawPointer?) -> EasyHandle? {
    guard let context = unsafe context else { return nil }
    return unsafe Unmanaged.fromOpaque(context).takeUnretainedValue()
}

private func buffer(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> UnsafeBufferPointer<UInt8>? {
    guard let bytes = unsafe bytes, count > 0 else { return nil }
    return unsafe UnsafeBufferPointer(start: UnsafeRawPointer(bytes).assumingMemoryBound(to: UInt8.self), count: count)
}
