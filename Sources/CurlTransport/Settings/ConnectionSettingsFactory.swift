internal import HTTPExchange
internal import Platform
internal import WebSyntax

/// A source of the connection settings of each transfer, which prepares what is costly once.
struct ConnectionSettingsFactory: Sendable {
    private let configuration: CurlTransport.Configuration
    private let proxies: ProxyRoutes
    private let destinations: DestinationRule
    private let authorities: WipedBytes?
    private let identity: ConnectionSettings.Identity?

    /// - Throws: ``TransportError/invalidConfiguration(_:)``.
    init(_ configuration: CurlTransport.Configuration) throws(TransportError) {
        self.configuration = configuration
        try Self.validate(configuration)
        proxies = try ProxyRoutes(configuration.proxy)
        destinations = try DestinationRule(configuration, proxies: proxies)
        if case .pem(let bytes) = configuration.tls.trust {
            authorities = WipedBytes(bytes)
        } else {
            authorities = nil
        }
        identity = configuration.tls.clientCertificate.map {
            ConnectionSettings.Identity(chain: WipedBytes($0.chain), key: WipedBytes($0.key.bytes))
        }
    }

    /// - Throws: ``TransportError/certificateAuthoritiesMissing(_:)``; ``TransportError/invalidConfiguration(_:)`` for a
    ///   malformed URL of a proxy in the environment.
    func settings(for request: PreparedRequest) throws(TransportError) -> ConnectionSettings {
        ConnectionSettings(
            version: configuration.version, proxy: try proxies.proxy(for: request),
            unixSocket: configuration.unixSocket,
            destinations: destinations.permission(for: request), idleTimeout: configuration.idleTimeout,
            cachedAddresses: configuration.cachedAddresses, tls: request.isSecure ? try tls() : nil)
    }

    private func tls() throws(TransportError) -> ConnectionSettings.TLS {
        let authorities: ConnectionSettings.Authorities =
            switch (configuration.tls.trust, authorities) {
            case (.file(let path), _): .file(try CABundle.locate(configured: path))
            case (_, let bytes?): .pem(bytes)
            case (_, nil): .file(try CABundle.locate(configured: nil))
            }
        return ConnectionSettings.TLS(
            authorities: authorities, identity: identity, pinnedPublicKeys: configuration.tls.pinnedPublicKeys,
            minimumVersion: configuration.tls.minimumVersion)
    }

    private static func validate(_ configuration: CurlTransport.Configuration) throws(TransportError) {
        for pin in configuration.tls.pinnedPublicKeys {
            guard pin.hasPrefix("sha256//"), pin.utf8.count == 52, pin.hasSuffix("="),
                pin.utf8.allSatisfy({ $0.isASCIIAlphanumeric || "+/=".utf8.contains($0) })
            else { throw .invalidConfiguration("a pinned public key is not sha256// and 44 characters of base64") }
        }
        if case .pem(let bytes) = configuration.tls.trust, bytes.isEmpty {
            throw .invalidConfiguration("the PEM text of the certificate authorities is empty")
        }
        if let path = configuration.unixSocket {
            guard (1...107).contains(path.utf8.count), !path.utf8.contains(0) else {
                throw .invalidConfiguration("the path of the Unix socket is empty, longer than 107 bytes, or has a NUL")
            }
        }
    }
}
