internal import CCurl
internal import HTTPExchange

extension EasyHandle {
    /// How the transfer went, once it has ended.
    var metrics: TransferMetrics {
        TransferMetrics(
            nameLookup: time(CURLINFO_NAMELOOKUP_TIME_T), connect: time(CURLINFO_CONNECT_TIME_T),
            tls: time(CURLINFO_APPCONNECT_TIME_T), firstByte: time(CURLINFO_STARTTRANSFER_TIME_T),
            total: time(CURLINFO_TOTAL_TIME_T),
            bytesSent: count(CURLINFO_SIZE_UPLOAD_T) + number(CURLINFO_REQUEST_SIZE),
            bytesReceived: count(CURLINFO_SIZE_DOWNLOAD_T) + number(CURLINFO_HEADER_SIZE),
            isReusedConnection: isUsingKeptConnection, version: version)
    }

    /// Whether the transfer got by without a connection of its own.
    var isUsingKeptConnection: Bool { number(CURLINFO_NUM_CONNECTS) == 0 }

    /// The socket of the connection that the transfer had, once it has ended.
    var connectedSocket: Int32? {
        let socket = unsafe toopher_curl_info_socket(handle)
        return socket == CURL_SOCKET_BAD ? nil : socket
    }

    /// Whether the response was of HTTP/1.
    var isHTTP1: Bool { version == .http11 || version == .http10 }

    /// Why the transfer failed, in the terms of this module.
    func error(for code: CURLcode, _ options: TransferOptions) -> TransportError {
        // libcurl has one code for all deadlines; one that ended a transfer before its time was the speed's. The time that
        // it says is up to some milliseconds short.
        if code == CURLE_OPERATION_TIMEDOUT, wasConnected, options.lowSpeedLimit != nil,
            time(CURLINFO_TOTAL_TIME_T) + .milliseconds(20) < options.totalTimeout
        {
            return .tooSlow
        }
        return TransportError(code: code, detail: errorDetail(code), wasConnected: wasConnected)
    }

    private var version: TransferMetrics.Version {
        switch number(CURLINFO_HTTP_VERSION) {
        case Int64(CURL_HTTP_VERSION_1_0): .http10
        case Int64(CURL_HTTP_VERSION_1_1): .http11
        case Int64(CURL_HTTP_VERSION_2_0): .http2
        default: .other
        }
    }

    private func time(_ info: CURLINFO) -> Duration {
        .microseconds(max(0, unsafe toopher_curl_info_offset(handle, info)))
    }

    private func count(_ info: CURLINFO) -> Int64 {
        max(0, unsafe Int64(toopher_curl_info_offset(handle, info)))
    }

    private func number(_ info: CURLINFO) -> Int64 {
        unsafe Int64(toopher_curl_info_long(handle, info))
    }
}
