internal import HTTPExchange
internal import HTTPTypes

/// A request body as the agent takes it.
enum PreparedBody: Sendable {
    case bytes([UInt8])
    case pipe(UploadPipe)

    /// How many bytes there are; nil if nobody knows.
    var length: Int64? {
        switch self {
        case .bytes(let bytes): Int64(bytes.count)
        case .pipe(let pipe): pipe.length
        }
    }
}

/// A request that has been checked and can be handed to libcurl byte for byte.
struct PreparedRequest: Sendable {
    let method: String
    let isSecure: Bool
    let authority: Authority
    /// The request target: path and query, exactly as given.
    let path: String
    let headerLines: HeaderLines
    let body: PreparedBody
    /// Whether there is a body, though perhaps an empty one: without any, "Content-Length: 0" is for the methods that are
    /// about a body (RFC 9110, section 8.6).
    let sendsBody: Bool
    /// Whether the request stays on this machine: no proxy is asked, and http may be plain.
    let isLocal: Bool

    var url: String { (isSecure ? "https://" : "http://") + authority.text + (path == "*" ? "" : path) }

    init(
        _ request: HTTPRequest, body: PreparedBody, configuration: CurlTransport.Configuration
    ) throws(TransportError) {
        switch request.scheme?.lowercased() {
        case "https": isSecure = true
        case "http": isSecure = false
        default: throw .invalidRequest("the scheme is neither http nor https")
        }
        guard let authority = request.authority else { throw .invalidRequest("it has no authority") }
        self.authority = try Authority(authority)
        isLocal = configuration.unixSocket != nil || self.authority.isLoopback
        guard isSecure || configuration.plainHTTP == .allowed || isLocal else {
            throw .plainHTTPRefused(host: self.authority.host)
        }
        self.method = request.method.rawValue
        self.path = try Self.checkedPath(request.path, method: method)
        guard method != "CONNECT" else { throw .invalidRequest("CONNECT makes tunnels, not requests") }
        guard body.length == 0 || method != "HEAD" else { throw .invalidRequest("HEAD has no body") }
        self.body = body
        sendsBody = body.length != 0 || ["POST", "PUT", "PATCH"].contains(method)
        headerLines = try Self.lines(
            request.headerFields, authority: authority, length: body.length, sendsBody: sendsBody,
            userAgent: configuration.userAgent)
    }

    /// A path that libcurl has no reason to change: visible ASCII from the slash on, without a fragment. `OPTIONS` may be
    /// about the server as a whole, `*` (RFC 9112, section 3.2.4).
    private static func checkedPath(_ path: String?, method: String) throws(TransportError) -> String {
        if path == "*", method == "OPTIONS" { return "*" }
        guard let path, path.hasPrefix("/") else { throw .invalidRequest("the path does not start with a slash") }
        guard path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }) else {
            throw .invalidRequest("the path has a space, a control character, a '#' or a character beyond ASCII")
        }
        return path
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
                throw .invalidRequest("the transport itself sets \(field.name.rawName)")
            default:
                try lines.append(field)
            }
        }
        if sendsBody {
            // `Expect: 100-continue` costs a second with servers that do not know it.
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
