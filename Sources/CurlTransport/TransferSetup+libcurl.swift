internal import CCurl

extension EasyHandle {
    /// Sets every option of a transfer. The handle is fresh or reset before.
    func prepare(_ transfer: Transfer, collector: ResponseCollector) throws(TransportError) {
        try setID(transfer.id)
        try setReceivers(collector)
        try setProcessManners()
        try setTarget(transfer.request)
        try setMethod(transfer.request)
        try setHeaders(transfer.request.headerLines)
        try setDeadlines(transfer.options)
        if let caFile = transfer.caFile { try setTrust(caFile: caFile) }
    }

    private func setProcessManners() throws(TransportError) {
        try set(CURLOPT_NOSIGNAL, 1)
        try leaveResolver()
        try set(CURLOPT_NETRC, 0)
    }

    private func setTarget(_ request: PreparedRequest) throws(TransportError) {
        try allowHTTPOnly()
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_URL, request.url)
        try set(CURLOPT_PATH_AS_IS, 1)
        // A proxy for plain http wants the whole URL in the request line; everyone else gets the path as it was signed.
        if request.isSecure || request.authority.isLoopback { try set(CURLOPT_REQUEST_TARGET, request.path) }
        // HTTP/1.1 sends header fields in the spelling given, and one request per connection is all that is needed.
        try set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        try set(CURLOPT_HTTP09_ALLOWED, 0)
        try set(CURLOPT_HTTP_CONTENT_DECODING, 0)
        // libcurl takes proxies from the environment (https_proxy, http_proxy, no_proxy), which is where operators
        // expect to set them; but what is meant for this machine never leaves it, whatever the environment says.
        if request.authority.isLoopback { try set(CURLOPT_PROXY, "") }
        try set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    }

    private func setMethod(_ request: PreparedRequest) throws(TransportError) {
        if request.method == "HEAD" { return try set(CURLOPT_NOBODY, 1) }
        // Without a body, "Content-Length: 0" is for the methods that are about a body (RFC 9110, section 8.6).
        if !request.body.isEmpty || ["POST", "PUT", "PATCH"].contains(request.method) {
            try set(CURLOPT_POST, 1)
            try setBody(request.body)
        }
        try set(CURLOPT_CUSTOMREQUEST, request.method)
    }

    private func setDeadlines(_ options: TransferOptions) throws(TransportError) {
        try set(CURLOPT_CONNECTTIMEOUT_MS, options.connectTimeout.deadlineMilliseconds)
        try set(CURLOPT_TIMEOUT_MS, options.totalTimeout.deadlineMilliseconds)
    }

    /// Trusts `caFile` and nothing else: libcurl's built-in directory of certificates is taken away.
    private func setTrust(caFile: String) throws(TransportError) {
        try set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        try set(CURLOPT_SSL_VERIFYPEER, 1)
        try set(CURLOPT_SSL_VERIFYHOST, 2)
        try set(CURLOPT_CAINFO, caFile)
        try set(CURLOPT_CAPATH, nil)
        try set(CURLOPT_PROXY_CAINFO, caFile)
        try set(CURLOPT_PROXY_CAPATH, nil)
    }
}
