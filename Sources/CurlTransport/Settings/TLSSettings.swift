/// What a transport demands of a server before anything is sent over TLS. Nothing here turns verification off.
public struct TLSSettings: Sendable, Hashable {
    /// The certificate authorities whose word counts.
    public enum Trust: Sendable, Hashable {
        /// The file that `SSL_CERT_FILE` names, or else the bundle of the distribution (Debian, RHEL, Alpine).
        case system
        /// A PEM file; nothing else is trusted then.
        case file(String)
        /// PEM certificates; nothing else is trusted then. Wants libcurl 7.77.
        case pem([UInt8])
    }

    /// A version of TLS.
    public enum Version: Sendable, Hashable {
        case tls12, tls13
    }

    /// The certificate authorities whose word counts.
    public var trust: Trust

    /// The certificate to show to servers that ask for one.
    public var clientCertificate: ClientCertificate?

    /// The only public keys that a server may have, each as `sha256//` and the base64 of the SHA-256 of its
    /// SubjectPublicKeyInfo (RFC 7469, section 2.4); empty for any. The certificate is verified as well.
    public var pinnedPublicKeys: [String]

    /// The oldest version to speak.
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

/// A certificate with its private key, both PEM. Never prints the key.
public struct ClientCertificate: Sendable, Hashable {
    /// The certificate, followed by the intermediate ones that servers need.
    public var chain: [UInt8]
    let key: RedactedBytes

    /// Creates a certificate from PEM text; an unencrypted key.
    public init(chain: [UInt8], privateKey: [UInt8]) {
        self.chain = chain
        key = RedactedBytes(bytes: privateKey)
    }
}
