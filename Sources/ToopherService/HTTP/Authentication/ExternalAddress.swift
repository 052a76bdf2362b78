#if Service

internal import HTTPTypes
internal import Hummingbird
internal import Synchronization

/// The URL under which clients know the service: signatures cover it.
///
/// Either it is configured, or it is `http://` and a `Host` header that names the very address that the service
/// listens on. `X-Forwarded-…` headers are never read: anybody can send them.
final class ExternalAddress: Sendable {
    private let configured: String?
    private let address: String
    private let authorities = Mutex<Set<String>>([])

    init(configured: String?, address: String) throws(ServiceError) {
        self.address = address
        guard let configured else {
            self.configured = nil
            return
        }
        var url = Substring(configured)
        while url.last == "/" { url.removeLast() }
        let rest = ["http://", "https://"].lazy.compactMap { url.hasPrefix($0) ? url.dropFirst($0.count) : nil }.first
        guard let rest, let first = rest.first, first != "/", first != ":",
            !rest.contains(where: { $0 == "?" || $0 == "#" || $0 == "@" || $0.isWhitespace })
        else { throw .invalidExternalURL(configured) }
        self.configured = String(url)
    }

    /// Tells which port the service got.
    func bind(port: Int) {
        var hosts = [Self.host(address)]
        if ["127.0.0.1", "::1", "localhost", "0.0.0.0", "::"].contains(address) {
            hosts += ["127.0.0.1", "[::1]", "localhost"]
        }
        let names = hosts.map { "\($0):\(port)" } + (port == 80 ? hosts : [])
        authorities.withLock { $0 = Set(names) }
    }

    /// The base URL of a running service, without a trailing slash.
    func base(port: Int) -> String {
        configured ?? "http://\(Self.host(address)):\(port)"
    }

    /// The absolute URL of a request, as its sender saw it.
    func url(of request: Request) throws(ProtocolError) -> String {
        guard let path = request.head.path, path.utf8.first == UInt8(ascii: "/") else {
            throw ProtocolError(status: 400, "The request target is not a path")
        }
        if let configured { return configured + path }
        let authority = (request.head.authority ?? "").lowercased()
        guard authorities.withLock({ $0.contains(authority) }) else {
            throw ProtocolError(
                status: 400, "The Host header does not name this service; behind a proxy its external URL must be set")
        }
        return "http://\(authority)\(path)"
    }

    private static func host(_ address: String) -> String {
        address.contains(":") ? "[\(address)]" : address
    }
}

#endif
