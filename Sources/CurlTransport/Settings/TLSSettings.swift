/// The requirements that a server has to meet before anything is sent over TLS. Nothing here turns verification off.
public struct TLSSettings: Sendable, Hashable {
    /// A source of trusted certificate authorities.
    public enum Trust: Sendable, Hashable {
        /// The file that `SSL_CERT_FILE` names, otherwise the bundle of the distribution (Debian, RHEL, Alpine).
        case system
        /// A PEM file, and nothing else.
        case file(String)
        /// PEM certificates, and nothing else. Requires libcurl 7.77.
        case pem([UInt8])
    }

    /// A version of TLS.
    public enum Version: Sendable, Hashable {
        /// TLS 1.2.
        case tls12
        /// TLS 1.3.
        case tls13
    }

    /// The trusted certificate authorities.
    public var trust: Trust
    /// The certificate for servers that request one.
    public var clientCertificate: ClientCertificate?
    /// The only public keys that a server may have; empty for any. The certificate is verified as well.
    ///
    /// Each is `sha256//` and the base64 of the SHA-256 digest of the SubjectPublicKeyInfo (RFC 7469 section 2.4).
    public var pinnedPublicKeys: [String]
    /// The lowest version to accept.
    public var minimumVersion: Version

    /// Creates settings.
    public init(
        trust: Trust = .system, clientCertificate: ClientCertificate? = nil, pinnedPublicKeys: [String] = [],
        minimumVersion: Version = .tls12
    ) {
        self.trust = trust
        self.clientCertificate = clientCertificate
        self.pinnedPublicKeys = pinnedPublicKeys
        self.minimumVersion = minimumVersion
    }
}
