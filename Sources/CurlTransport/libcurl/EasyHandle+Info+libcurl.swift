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

    /// The bytes of the response body that have arrived, before decoding.
    var receivedBodyBytes: Int64 { offset(CURLINFO_SIZE_DOWNLOAD_T) }

    /// The bytes of the request body that were handed to the system.
    var sentBodyBytes: Int64 { offset(CURLINFO_SIZE_UPLOAD_T) }

    /// Whether libcurl has described an error.
    var hasErrorText: Bool { unsafe errorText[0] != 0 }

    /// Whether libcurl, which falls back to the common name, accepted a certificate that does not name its servers in a
    /// subjectAltName (RFC 9110 section 4.3.4). To be called before the first request on a connection.
    ///
    /// Always `false` if libcurl does not use OpenSSL.
    var lacksSubjectAltName: Bool {
        guard let certificates = unsafe toopher_curl_info_certificates(handle) else { return false }
        guard unsafe certificates.pointee.num_of_certs > 0 else { return false }
        var field = unsafe certificates.pointee.certinfo[0]
        while let node = unsafe field {
            let text = unsafe String(cString: node.pointee.data)
            if text.hasPrefix("X509v3 Subject Alternative Name:"), Self.namesServer(text) { return false }
            unsafe field = node.pointee.next
        }
        return true
    }

    private static func namesServer(_ text: String) -> Bool {
        text.utf8.indices.contains { index in
            text.utf8[index...].starts(with: "DNS:".utf8) || text.utf8[index...].starts(with: "IP Address:".utf8)
        }
    }

    /// Returns whether an HTTP/2 stream was closed without an error after its response, while the request was being sent:
    /// libcurl fails such a transfer, without a description.
    func endedCleanly(_ code: ResultCode) -> Bool {
        code.code == CURLE_HTTP2_STREAM && !hasErrorText && receiver?.isHeadComplete == true && !isReceivingPaused
    }

    /// Whether the response was HTTP/1.
    var isHTTP1: Bool { version == .http11 || version == .http10 }

    /// Returns the error for a failed transfer.
    func error(for code: ResultCode, _ options: TransferOptions) -> TransportError {
        // libcurl has one code for all deadlines. Before the total deadline it was the low speed limit; the reported time
        // is up to some milliseconds short.
        if code.code == CURLE_OPERATION_TIMEDOUT, mayHaveSent, options.lowSpeedLimit != nil,
            time(CURLINFO_TOTAL_TIME_T) + .milliseconds(20) < options.totalTimeout
        {
            return .tooSlow
        }
        // Before the end of the head, this is a line beyond libcurl's own limit.
        if code.code == CURLE_OUT_OF_MEMORY, receiver?.isHeadComplete == true {
            return .transferFailed("libcurl has no memory")
        }
        if isAboveLastStream { return .notProcessed }
        if code.code == CURLE_COULDNT_CONNECT, let error = destinationGuard?.error { return error }
        let detail = errorDetail(code)
        if !mayHaveSent, let proxy = transfer?.connection.proxy {
            let status = Int(long(CURLINFO_HTTP_CONNECTCODE))
            if let error = TransportError(code, detail: detail, proxy: proxy.name, status: status) { return error }
        }
        return TransportError(code, detail: detail, mayHaveSent: mayHaveSent)
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
