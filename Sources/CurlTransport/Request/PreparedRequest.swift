internal import HTTPExchange
internal import HTTPTypes
internal import WebSyntax

/// A valid request that libcurl sends byte for byte.
struct PreparedRequest: Sendable {
    let method: String
    let isSecure: Bool
    let authority: RequestAuthority
    /// The path and query, exactly as given.
    let path: String
    let headerLines: HeaderLines
    let body: PreparedBody
    /// Whether a body is announced, even if it is empty: a request without one has `Content-Length: 0` only if its method
    /// anticipates a body (RFC 9110 section 8.6).
    let sendsBody: Bool
    /// Whether the request stays on this machine: it uses no proxy, and may be plain http.
    let isLocal: Bool
    /// Whether the connection has to be closed after the response: `Connection: close` (RFC 9112 section 9.6).
    let closesConnection: Bool

    init(
        _ request: HTTPRequest, body: PreparedBody, acceptsCompression: Bool = false,
        configuration: CurlTransport.Configuration, authorities: AuthorityCache = AuthorityCache()
    ) throws(TransportError) {
        switch request.scheme?.lowercased() {
        case "https": isSecure = true
        case "http": isSecure = false
        default: throw .invalidRequest("the scheme is neither http nor https")
        }
        guard let authority = request.authority else { throw .invalidRequest("the authority is missing") }
        self.authority = try authorities.authority(authority)
        isLocal = configuration.unixSocket != nil || self.authority.isLoopback
        guard isSecure || configuration.plainHTTP == .allowed || isLocal else {
            throw .plainHTTPRefused(host: self.authority.host)
        }
        self.method = request.method.rawValue
        self.path = try Self.validated(request.path, method: method)
        guard method != "CONNECT" else { throw .invalidRequest("CONNECT is not supported") }
        guard body.length == 0 || method != "HEAD" else { throw .invalidRequest("HEAD has no body") }
        self.body = body
        closesConnection = request.headerFields[values: .connection].contains(where: Self.hasClose)
        sendsBody = body.length != 0 || ["POST", "PUT", "PATCH"].contains(method)
        var lines = try Self.lines(
            request.headerFields, authority: authority, length: body.length, sendsBody: sendsBody,
            userAgent: configuration.userAgent)
        // A part of a compressed body cannot be decoded.
        if acceptsCompression, !request.headerFields.has(.acceptEncoding), !request.headerFields.has(.range) {
            try lines.append("Accept-Encoding", ContentCoding.accepted)
        }
        headerLines = lines
    }

    var url: String { (isSecure ? "https://" : "http://") + authority.text + (path == "*" ? "" : path) }

    /// Returns a path that libcurl does not change: visible ASCII from a slash on, without a fragment. `OPTIONS` may have
    /// the path `*` (RFC 9112 section 3.2.4).
    private static func validated(_ path: String?, method: String) throws(TransportError) -> String {
        if path == "*", method == "OPTIONS" { return "*" }
        guard let path, path.hasPrefix("/") else { throw .invalidRequest("the path does not begin with a slash") }
        guard path.utf8.allSatisfy({ $0.isVisibleASCII && $0 != UInt8(ascii: "#") }) else {
            throw .invalidRequest("the path has a space, a control character, a '#' or a non-ASCII character")
        }
        return path
    }

    private static func hasClose(_ options: String) -> Bool {
        options.utf8.split(separator: UInt8(ascii: ",")).contains { option in
            option.filter { $0 > 0x20 }.map(\.asciiLowercased).elementsEqual("close".utf8)
        }
    }

    private static func lines(
        _ fields: HTTPFields, authority: String, length: Int64?, sendsBody: Bool, userAgent: String
    ) throws(TransportError) -> HeaderLines {
        var lines = HeaderLines()
        try lines.append("Host", authority)
        if !fields.has(.userAgent) { try lines.append("User-Agent", userAgent) }
        for field in fields {
            switch field.name.canonicalName {
            case "content-length":
                guard let length, field.value == String(length) else {
                    throw .invalidRequest("Content-Length is not the length of the body")
                }
            case "host", "transfer-encoding", "expect":
                throw .invalidRequest("\(field.name.rawName) is set by the transport")
            default:
                try lines.append(field)
            }
        }
        if sendsBody {
            // `Expect: 100-continue` costs a second with servers that do not support it.
            lines.suppress("Expect")
            if !fields.has(.contentType) { lines.suppress("Content-Type") }
        }
        if length == nil { try lines.append("Transfer-Encoding", "chunked") }
        if !fields.has(.accept) { lines.suppress("Accept") }
        return lines
    }
}

extension HTTPFields {
    fileprivate func has(_ name: HTTPField.Name) -> Bool { contains { $0.name == name } }
}
