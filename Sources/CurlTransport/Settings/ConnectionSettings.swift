internal import Platform

/// The settings of a transfer's connection, ready for libcurl.
struct ConnectionSettings: Sendable {
    /// The requirements for a server.
    struct TLS: Sendable {
        let authorities: Authorities
        let identity: Identity?
        let pinnedPublicKeys: [String]
        let minimumVersion: TLSSettings.Version
    }

    /// The trusted certificate authorities.
    enum Authorities: Sendable {
        case file(String)
        case pem(WipedBytes)
    }

    /// The client's certificate and key.
    struct Identity: Sendable {
        let chain: WipedBytes
        let key: WipedBytes
    }

    let version: CurlTransport.Configuration.Version
    /// `nil` for none.
    let proxy: ProxyServer?
    let unixSocket: String?
    /// The addresses that the transfer may connect to; `nil` if the transport has no rule.
    var destinations: DestinationGuard.Permission?
    let idleTimeout: Duration
    var cachedAddresses: [String] = []
    /// `nil` for plain http, for which no certificate authorities are looked up.
    let tls: TLS?

    /// Whether HTTP/2 is offered to the server.
    var mayBeHTTP2: Bool { tls != nil && version == .negotiated }
}
