internal import Platform

/// What a transfer demands of its connection, ready for libcurl.
struct ConnectionSettings: Sendable {
    let version: CurlTransport.Configuration.Version
    let proxy: ProxySettings
    let unixSocket: String?
    let idleTimeout: Duration
    /// Nil for plain http, which wants no certificate authorities to be found.
    let tls: Trusted?

    struct Trusted: Sendable {
        let authorities: Authorities
        let identity: Identity?
        let pinnedPublicKeys: [String]
        let minimumVersion: TLSSettings.Version
    }

    enum Authorities: Sendable {
        case file(String)
        case pem(WipedBytes)
    }

    /// The client's certificate and key.
    struct Identity: Sendable {
        let chain: WipedBytes
        let key: WipedBytes
    }
}
