internal import HTTPExchange
internal import Platform

/// Makes each transfer's connection settings out of a configuration; what is costly is made once.
struct ConnectionFactory: Sendable {
    private let configuration: CurlTransport.Configuration
    private let authorities: WipedBytes?
    private let identity: ConnectionSettings.Identity?

    /// - Throws: ``TransportError/invalidConfiguration(_:)``.
    init(_ configuration: CurlTransport.Configuration) throws(TransportError) {
        self.configuration = configuration
        try Self.check(configuration)
        if case .pem(let bytes) = configuration.tls.trust {
            authorities = WipedBytes(bytes)
        } else {
            authorities = nil
        }
        identity = configuration.tls.clientCertificate.map {
            ConnectionSettings.Identity(chain: WipedBytes($0.chain), key: WipedBytes($0.key.bytes))
        }
    }

    /// - Throws: ``TransportError/caBundleMissing(_:)``.
    func settings(isSecure: Bool) throws(TransportError) -> ConnectionSettings {
        ConnectionSettings(
            version: configuration.version, proxy: configuration.proxy, unixSocket: configuration.unixSocket,
            idleTimeout: configuration.idleTimeout, tls: isSecure ? try trusted() : nil)
    }

    private func trusted() throws(TransportError) -> ConnectionSettings.Trusted {
        let authorities: ConnectionSettings.Authorities =
            switch (configuration.tls.trust, authorities) {
            case (.file(let path), _): .file(try CABundle.locate(configured: path))
            case (_, let bytes?): .pem(bytes)
            case (_, nil): .file(try CABundle.locate(configured: nil))
            }
        return ConnectionSettings.Trusted(
            authorities: authorities, identity: identity, pinnedPublicKeys: configuration.tls.pinnedPublicKeys,
            minimumVersion: configuration.tls.minimumVersion)
    }

    private static func check(_ configuration: CurlTransport.Configuration) throws(TransportError) {
        for pin in configuration.tls.pinnedPublicKeys {
            guard pin.hasPrefix("sha256//"), pin.utf8.count == 52, pin.hasSuffix("="),
                pin.utf8.allSatisfy({ $0.isDigit || $0.isLetter || "+/=".utf8.contains($0) })
            else { throw .invalidConfiguration("a pinned public key is not sha256// and 44 characters of base64") }
        }
        if case .pem(let bytes) = configuration.tls.trust, bytes.isEmpty {
            throw .invalidConfiguration("there are no certificate authorities")
        }
        if let path = configuration.unixSocket {
            guard (1...107).contains(path.utf8.count), !path.utf8.contains(0) else {
                throw .invalidConfiguration("the path of the Unix socket has no byte, a NUL, or more than 107 bytes")
            }
        }
        if case .server(let url, let bypass, _) = configuration.proxy.way {
            guard !url.isEmpty, !url.utf8.contains(0), !bypass.utf8.contains(0) else {
                throw .invalidConfiguration("the proxy's URL is empty or has a NUL")
            }
        }
    }
}
