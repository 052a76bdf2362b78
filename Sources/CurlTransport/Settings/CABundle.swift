internal import Glibc
internal import HTTPExchange

/// The file of trusted certificate authorities.
enum CABundle {
    /// The paths in the distributions: Debian, RHEL, Alpine.
    static let wellKnown = [
        "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem",
    ]

    /// Returns the configured file, otherwise the file that `SSL_CERT_FILE` names, otherwise the distribution's.
    ///
    /// A named file that cannot be read is an error: the distribution's bundle would trust more authorities than the
    /// operator intended.
    static func locate(
        configured: String?,
        environment: (String) -> String? = ProcessEnvironment.value,
        isReadable: (String) -> Bool = isReadableFile
    ) throws(TransportError) -> String {
        if let named = configured ?? environment("SSL_CERT_FILE").flatMap({ $0.isEmpty ? nil : $0 }) {
            guard !named.utf8.contains(0), isReadable(named) else {
                throw .certificateAuthoritiesMissing("The certificate authorities file \(named) cannot be read")
            }
            return named
        }
        guard let found = wellKnown.first(where: isReadable) else {
            throw .certificateAuthoritiesMissing("No bundle of certificate authorities was found")
        }
        return found
    }

    private static func isReadableFile(_ path: String) -> Bool {
        unsafe access(path, R_OK) == 0
    }
}
