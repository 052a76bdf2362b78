internal import CCurl
internal import HTTPExchange

extension EasyHandle {
    /// Sets every option of a transfer on a new or reset handle.
    func prepare(
        _ transfer: Transfer, receiver: ResponseReceiver, pool: PooledConnections, events: TransferEvents
    ) throws(TransportError) {
        let connection = transfer.connection
        self.transfer = transfer
        self.events = events
        try setID(transfer.id)
        try setPool(pool)
        try setReceiver(receiver)
        try setProcessOptions()
        try setTarget(transfer.request)
        try setMethod(transfer.request, receiver)
        try setHeaders(transfer.request.headerLines)
        try setDeadlines(transfer.options)
        try setVersion(connection.version, isSecure: connection.tls != nil)
        try setCachedAddresses(connection.cachedAddresses)
        try setConnectionPool(connection)
        if let permission = connection.destinations { try setDestinationGuard(permission) }
        if transfer.request.closesConnection { try set(CURLOPT_FORBID_REUSE, 1) }
        try setProxy(connection.proxy)
        if let tls = connection.tls { try setTLS(tls) }
        // The largest buffer that libcurl permits: each read costs a turn of the agent and a wake-up of the reader.
        if transfer.pipe != nil { try set(CURLOPT_BUFFERSIZE, 512 << 10) }
    }

    /// Makes a prepared transfer use a new connection and a shorter deadline.
    func useNewConnection(within timeout: Duration) throws(TransportError) {
        try set(CURLOPT_FRESH_CONNECT, 1)
        try set(CURLOPT_TIMEOUT_MS, timeout.deadlineMilliseconds)
    }

    /// Makes a prepared transfer look its host up, although the result of an earlier lookup is known.
    func lookUpAnew() throws(TransportError) {
        try set(CURLOPT_DNS_CACHE_TIMEOUT, 0)
    }

    /// Makes libcurl close the connection. Called from a callback.
    func forbidReuse() {
        unsafe toopher_curl_set_long(handle, CURLOPT_FORBID_REUSE, 1)
    }

    /// Ends the time during which the transfer was slow. Called from a callback; libcurl notices at the end of its turn,
    /// after which ``setSpeedLimit(_:)`` is to be called.
    func liftSpeedLimit() {
        unsafe toopher_curl_set_long(handle, CURLOPT_LOW_SPEED_LIMIT, 0)
    }

    /// Prepares a transfer that fails at once, before which libcurl looks at its idle connections.
    func prepareSweep(_ pool: PooledConnections) throws(TransportError) {
        try setPool(pool)
        try setProcessOptions()
        try set(CURLOPT_URL, "http://sweep.invalid/")
        try set(CURLOPT_PROXY, "")
        // Nothing listens there.
        try set(CURLOPT_UNIX_SOCKET_PATH, "/")
        try set(CURLOPT_FRESH_CONNECT, 1)
        try set(CURLOPT_FORBID_REUSE, 1)
    }

    /// Uses neither the signals nor the files of the process.
    private func setProcessOptions() throws(TransportError) {
        try set(CURLOPT_NOSIGNAL, 1)
        try setQuickExit()
        try set(CURLOPT_NETRC, 0)
    }

    private func setTarget(_ request: PreparedRequest) throws(TransportError) {
        try allowHTTPOnly()
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_URL, request.url)
        try set(CURLOPT_PATH_AS_IS, 1)
        // A proxy for plain http needs the whole URL in the request line; all other servers get the path as signed.
        if request.isSecure || request.isLocal { try set(CURLOPT_REQUEST_TARGET, request.path) }
        try set(CURLOPT_HTTP09_ALLOWED, 0)
        // libcurl 7.88 takes a compressed body that was cut off for a complete one, so `ContentDecoder` decodes.
        try set(CURLOPT_HTTP_CONTENT_DECODING, 0)
    }

    private func setMethod(_ request: PreparedRequest, _ receiver: ResponseReceiver) throws(TransportError) {
        if request.method == "HEAD" { return try set(CURLOPT_NOBODY, 1) }
        switch request.body {
        case .pipe(let pipe):
            try setUpload(pipe, receiver: receiver)
        case .bytes(let bytes):
            if request.sendsBody {
                try set(CURLOPT_POST, 1)
                try setBody(bytes)
            }
        }
        try set(CURLOPT_CUSTOMREQUEST, request.method)
    }

    private func setDeadlines(_ options: TransferOptions) throws(TransportError) {
        try set(CURLOPT_CONNECTTIMEOUT_MS, options.connectTimeout.deadlineMilliseconds)
        try set(CURLOPT_TIMEOUT_MS, options.totalTimeout.deadlineMilliseconds)
        if let limit = options.lowSpeedLimit { try setSpeedLimit(limit) }
    }

    func setSpeedLimit(_ limit: LowSpeedLimit) throws(TransportError) {
        try set(CURLOPT_LOW_SPEED_LIMIT, min(max(1, limit.bytesPerSecond), Int(Int32.max)))
        try set(CURLOPT_LOW_SPEED_TIME, limit.duration.deadlineSeconds)
    }

    private func setVersion(
        _ version: CurlTransport.Configuration.Version, isSecure: Bool
    ) throws(TransportError) {
        switch version {
        case .http11: try set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        case .negotiated:
            try set(CURLOPT_HTTP_VERSION, isSecure ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1)
            // A second request to a host waits until it is known whether it can share the first one's connection.
            try set(CURLOPT_PIPEWAIT, 1)
        }
    }

    private func setConnectionPool(_ settings: ConnectionSettings) throws(TransportError) {
        try set(CURLOPT_MAXAGE_CONN, settings.idleTimeout.deadlineSeconds)
        if let path = settings.unixSocket {
            try set(CURLOPT_UNIX_SOCKET_PATH, path)
            if !CurlLibrary.checksReusedConnections { try set(CURLOPT_FORBID_REUSE, 1) }
        }
    }

    /// Uses the proxy, or none, whatever the environment says.
    private func setProxy(_ proxy: ProxyServer?) throws(TransportError) {
        try set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        try set(CURLOPT_NOPROXY, "")
        guard let proxy else { return try set(CURLOPT_PROXY, "") }
        try set(CURLOPT_PROXY, String(decoding: proxy.url.bytes, as: UTF8.self))
        if let credentials = proxy.credentials {
            try set(CURLOPT_PROXYUSERPWD, String(decoding: credentials.bytes, as: UTF8.self))
        }
    }

    /// Trusts the given authorities and nothing else: libcurl's default directory of certificates is cleared.
    private func setTLS(_ tls: ConnectionSettings.TLS) throws(TransportError) {
        let version = tls.minimumVersion == .tls13 ? CURL_SSLVERSION_TLSv1_3 : CURL_SSLVERSION_TLSv1_2
        try set(CURLOPT_SSLVERSION, version)
        try set(CURLOPT_SSL_VERIFYPEER, 1)
        try set(CURLOPT_SSL_VERIFYHOST, 2)
        // See `lacksSubjectAltName`; refused by a libcurl without OpenSSL.
        unsafe toopher_curl_set_long(handle, CURLOPT_CERTINFO, 1)
        try clear(CURLOPT_CAPATH)
        try clear(CURLOPT_PROXY_CAPATH)
        switch tls.authorities {
        case .file(let path):
            try set(CURLOPT_CAINFO, path)
            try set(CURLOPT_PROXY_CAINFO, path)
        case .pem(let bytes):
            try setAuthorities(bytes)
        }
        if !tls.pinnedPublicKeys.isEmpty {
            try set(CURLOPT_PINNEDPUBLICKEY, tls.pinnedPublicKeys.joined(separator: ";"))
        }
        if let identity = tls.identity {
            try set(CURLOPT_SSLCERTTYPE, "PEM")
            try set(CURLOPT_SSLCERT_BLOB, identity.chain)
            try set(CURLOPT_SSLKEYTYPE, "PEM")
            try set(CURLOPT_SSLKEY_BLOB, identity.key)
        }
    }
}
