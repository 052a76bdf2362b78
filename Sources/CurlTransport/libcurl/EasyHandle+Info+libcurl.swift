internal import CCurl
internal import HTTPExchange

extension EasyHandle {
    /// The measurements of the transfer that has ended.
    var metrics: TransferMetrics {
        TransferMetrics(
            nameLookup: time(CURLINFO_NAMELOOKUP_TIME_T), connect: time(CURLINFO_CONNECT_TIME_T),
            tls: time(CURLINFO_APPCONNECT_TIME_T), firstByte: time(CURLINFO_STARTTRANSFER_TIME_T),
            total: time(CURLINFO_TOTAL_TIME_T),
            bytesSent: offset(CURLINFO_SIZE_UPLOAD_T) + long(CURLINFO_REQUEST_SIZE),
            bytesReceived: offset(CURLINFO_SIZE_DOWNLOAD_T) + long(CURLINFO_HEADER_SIZE),
            isReusedConnection: isReusedConnection, version: version)
    }

    /// Whether the transfer established no connection of its own.
    var isReusedConnection: Bool { long(CURLINFO_NUM_CONNECTS) == 0 }

    /// The socket of the transfer that has ended; `nil` if it is closed.
    var connectedSocket: Int32? {
        let socket = unsafe toopher_curl_info_socket(handle)
        return socket == CURL_SOCKET_BAD ? nil : socket
    }

    /// Whether the response was HTTP/1.
    var isHTTP1: Bool { version == .http11 || version == .http10 }

    /// Returns the error for a failed transfer.
    func error(for code: ResultCode, _ options: TransferOptions) -> TransportError {
        // libcurl has one code for all deadlines. Before the total deadline it was the low speed limit; the reported time
        // is up to some milliseconds short.
        if code.code == CURLE_OPERATION_TIMEDOUT, wasConnected, options.lowSpeedLimit != nil,
            time(CURLINFO_TOTAL_TIME_T) + .milliseconds(20) < options.totalTimeout
        {
            return .tooSlow
        }
        // Before the end of the head, this is a line beyond libcurl's own limit.
        if code.code == CURLE_OUT_OF_MEMORY, receiver?.isHeadComplete == true {
            return .transferFailed("libcurl has no memory")
        }
        return TransportError(code, detail: errorDetail(code), wasConnected: wasConnected)
    }

    private var version: TransferMetrics.Version {
        switch long(CURLINFO_HTTP_VERSION) {
        case Int64(CURL_HTTP_VERSION_1_0): .http10
        case Int64(CURL_HTTP_VERSION_1_1): .http11
        case Int64(CURL_HTTP_VERSION_2_0): .http2
        default: .other
        }
    }

    private func time(_ info: CURLINFO) -> Duration {
        .microseconds(max(0, unsafe toopher_curl_info_offset(handle, info)))
    }

    private func offset(_ info: CURLINFO) -> Int64 {
        max(0, unsafe Int64(toopher_curl_info_offset(handle, info)))
    }

    private func long(_ info: CURLINFO) -> Int64 {
        unsafe Int64(toopher_curl_info_long(handle, info))
    }
}
