internal import CCurl
internal import HTTPExchange

extension TransportError {
    /// Creates the error for a transfer that libcurl ended with `code`.
    ///
    /// - Parameters:
    ///   - code: The result of the transfer.
    ///   - detail: libcurl's text for it.
    ///   - mayHaveSent: Whether a connection was ready, so that the request may have been sent.
    init(_ code: ResultCode, detail: String, mayHaveSent: Bool) {
        switch code.code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
            self = .couldNotResolveHost
        case CURLE_COULDNT_CONNECT, CURLE_PROXY:
            self = .couldNotConnect
        case CURLE_OPERATION_TIMEDOUT:
            self = mayHaveSent ? .timedOut : .connectTimedOut
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_CRL_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS,
            CURLE_SSL_PINNEDPUBKEYNOTMATCH:
            self = .tlsFailed(detail)
        case CURLE_SSL_CACERT_BADFILE:
            self = .certificateAuthoritiesMissing("The certificate authorities file cannot be used (\(detail))")
        case CURLE_SEND_ERROR where !mayHaveSent, CURLE_RECV_ERROR where !mayHaveSent,
            CURLE_GOT_NOTHING where !mayHaveSent, CURLE_PARTIAL_FILE where !mayHaveSent, CURLE_HTTP2 where !mayHaveSent:
            self = .couldNotConnect
        case CURLE_GOT_NOTHING:
            self = .emptyResponse
        case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_SEND_FAIL_REWIND, CURLE_HTTP2, CURLE_HTTP2_STREAM:
            self = .connectionLost(detail)
        case CURLE_PARTIAL_FILE:
            self = .truncatedResponse
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING:
            // The scheme is valid, so the unsupported protocol is the server's: HTTP/0.9, or not HTTP.
            self = .malformedResponse(detail)
        case CURLE_BAD_FUNCTION_ARGUMENT where mayHaveSent:
            // libcurl 7.88: a line of the head or the trailers that it cannot store.
            self = .malformedResponse(detail)
        case CURLE_URL_MALFORMAT:
            self = .invalidRequest("libcurl does not accept the URL")
        case CURLE_OUT_OF_MEMORY where mayHaveSent, CURLcode(rawValue: 100):
            // libcurl's codes for a header line beyond 100 kB; 100 is CURLE_TOO_LARGE, which old headers lack.
            self = .responseHeadTooLarge(limit: ResponseHeadParser.limit)
        default:
            self = .transferFailed("libcurl error \(code.rawValue), \(detail)")
        }
        // libcurl connects again if the first connection is lost before the response. A failure of the second one does not
        // mean that nothing was sent on the first.
        if mayHaveSent, isBeforeSending { self = .connectionLost(detail) }
    }

    /// Creates the error for a transfer that failed before a connection to the server was ready; `nil` if the reason is
    /// another one than the proxy.
    ///
    /// - Parameters:
    ///   - proxy: The proxy's URL, without credentials.
    ///   - status: The status of its response to CONNECT, zero if there is none.
    init?(_ code: ResultCode, detail: String, proxy: String, status: Int) {
        let reason: String
        switch code.code {
        case CURLE_COULDNT_RESOLVE_PROXY: reason = Self.noAddress
        // Such a proxy looks the server's name up by itself.
        case CURLE_COULDNT_RESOLVE_HOST where proxy.hasPrefix("socks5h:") || proxy.hasPrefix("socks4a:"):
            reason = Self.noAddress
        case CURLE_COULDNT_CONNECT: reason = "the connection to it was refused, or it is unreachable"
        case CURLE_PROXY: reason = detail
        case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE, CURLE_WEIRD_SERVER_REPLY,
            CURLE_UNSUPPORTED_PROTOCOL:
            switch status {
            case 0, 200..<300: reason = "it closed the connection, or its response is malformed"
            case 407: reason = "it requires other credentials"
            default: reason = "it refused to connect to the server"
            }
        default: return nil
        }
        self = .proxyFailed(proxy: proxy, status: status == 0 ? nil : status, reason)
    }

    private static let noAddress = "its host name has no address"
}
