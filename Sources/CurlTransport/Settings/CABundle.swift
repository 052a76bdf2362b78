internal import Glibc
internal import HTTPExchange

/// The file of certificate authorities that servers are checked against.
enum CABundle {
    /// Where the distributions keep theirs: Debian, RHEL, Alpine.
    static let wellKnown = [
        "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem",
    ]

    /// The first of: the configured file, the file that `SSL_CERT_FILE` names, the distribution's.
    ///
    /// A file that was named but cannot be read is an error: falling back to the distribution's bundle would trust
    /// more authorities than the operator asked for.
    static func locate(
        configured: String?,
        environment: (String) -> String? = environmentValue,
        isReadable: (String) -> Bool = isReadableFile
    ) throws(TransportError) -> String {
        if let named = configured ?? environment("SSL_CERT_FILE").flatMap({ $0.isEmpty ? nil : $0 }) {
            guard !named.utf8.contains(0), isReadable(named) else {
                throw .certificateAuthoritiesMissing("The certificate authorities file \(named) cannot be read")
            }
            return named
        }
        guard let found = wellKnown.first(where: isReadable) else {
            throw .certificateAuthoritiesMissing("No bundle of certificate authorities found")
        }
        return found
    }

    private static func environmentValue(_ name: String) -> String? {
        guard let value = unsafe getenv(name) else { return nil }
        return unsafe String(cString: value)
    }

    private static func isReadableFile(_ path: String) -> Bool {
        unsafe access(path, R_OK) == 0
    }
}
