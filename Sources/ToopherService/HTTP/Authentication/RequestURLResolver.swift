#if Service

internal import HTTPTypes
internal import Hummingbird
internal import OAuth1
internal import Synchronization
internal import WebSyntax

/// Determines the URL that a client called: signatures of requesters and of devices cover it.
final class RequestURLResolver: Sendable {
    private let source: ExternalURLSource
    private let address: String
    private let listeningOrigins = Mutex<Set<HTTPOrigin>>([])

    /// Creates a resolver for a service that will listen on `address`.
    init(_ source: ExternalURLSource, address: String) {
        self.source = source
        self.address = address
    }

    /// Sets the port that the service listens on.
    func listen(on port: Int) {
        var hosts = [Self.host(address)]
        if ["127.0.0.1", "::1", "localhost", "0.0.0.0", "::"].contains(address.lowercased()) {
            hosts += ["127.0.0.1", "[::1]", "localhost"]
        }
        let authorities = hosts.compactMap { HTTPAuthority($0)?.withPort(port) }
        listeningOrigins.withLock { $0 = Set(authorities.map { HTTPOrigin(.http, $0) }) }
    }

    /// The base URL of a service that listens on `port`, without a slash at its end.
    func baseURL(port: Int) -> String {
        if case .fixed(let url) = source { return url.base }
        return "http://\(Self.host(address)):\(port)"
    }

    /// Returns the URL of a request as its client called it: scheme and host in lower case, the port if it is not the
    /// scheme's own.
    ///
    /// - Parameter peer: The IP address of the other end of the connection, if it has one.
    func url(of request: Request, peer: String?) throws(RequestURLError) -> String {
        guard let target = request.head.path, target.utf8.first == UInt8(ascii: "/") else { throw .targetWithoutPath }
        switch source {
        case .listeningAddress:
            return try listeningURL(of: request, target)
        case .fixed(let url):
            do throws(ExternalURLError) { return try url.url(target: target) } catch { throw .targetWithoutPath }
        case .proxies(let proxies):
            guard let peer, proxies.trusted.contains(peer) else { return try listeningURL(of: request, target) }
            return try forwardedURL(of: request, target, from: peer, proxies)
        }
    }

    private func listeningURL(of request: Request, _ target: String) throws(RequestURLError) -> String {
        let origin = request.head.authority.flatMap { HTTPAuthority($0) }.map { HTTPOrigin(.http, $0) }
        guard let origin, listeningOrigins.withLock({ $0.contains(origin) }) else { throw .unknownHost }
        return origin.text + target
    }

    private func forwardedURL(
        of request: Request, _ target: String, from peer: String, _ proxies: ForwardingProxies
    ) throws(RequestURLError) -> String {
        let isForwarded = proxies.fieldNames.contains { name in
            HTTPField.Name(name).map { request.headers.contains($0) } ?? false
        }
        guard isForwarded else {
            do throws(RequestURLError) { return try listeningURL(of: request, target) } catch {
                throw .notForwarded(peer: peer, missing: proxies.fieldNames)
            }
        }
        do throws(ExternalURLError) {
            return try proxies.trusted.externalURL(of: request.head, scheme: "http", peer: peer)
        } catch {
            throw .forwarding(error, peer: peer)
        }
    }

    private static func host(_ address: String) -> String {
        address.contains(":") ? "[\(address)]" : address
    }
}

#endif
