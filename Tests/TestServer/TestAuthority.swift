internal import Glibc

/// A certificate authority of a test's own, and what it certifies, made on the spot by the `openssl` tool.
package struct TestAuthority: Sendable {
    package static let isAvailable = unsafe access(tool, X_OK) == 0
    package static let tool = "/usr/bin/openssl"

    /// A certificate and its key, as PEM files.
    package struct Identity: Sendable {
        package let certificateFile: String
        package let keyFile: String
    }

    package let folder: TemporaryFolder
    /// The authority's own certificate, which a client is to trust.
    package var certificateFile: String { folder.file("authority.pem") }

    package init(folder: TemporaryFolder = .init()) {
        self.folder = folder
        Self.openssl(
            ["req", "-x509", "-days", "2", "-subj", "/CN=Authority of a test", "-out", certificateFile]
                + Self.newKey(folder.file("authority.key")))
    }

    /// Certifies a fresh key.
    ///
    /// - Parameters:
    ///   - name: the common name, and what the files are called.
    ///   - host: the DNS name that a server may go by; none for a client.
    ///   - days: for how many days from now; -1 for a certificate that has expired.
    package func identity(_ name: String, host: String? = nil, days: Int = 2) -> Identity {
        let (certificate, key) = (folder.file("\(name).pem"), folder.file("\(name).key"))
        let request = folder.file("\(name).csr")
        let names = host.map { ["-addext", "subjectAltName=DNS:\($0)"] } ?? []
        Self.openssl(["req", "-new", "-subj", "/CN=\(name)", "-out", request] + names + Self.newKey(key))
        Self.openssl([
            "x509", "-req", "-in", request, "-CA", certificateFile, "-CAkey", folder.file("authority.key"),
            "-days", String(days), "-copy_extensions", "copyall", "-out", certificate,
        ])
        return Identity(certificateFile: certificate, keyFile: key)
    }

    private static func newKey(_ file: String) -> [String] {
        ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", file]
    }

    private static func openssl(_ arguments: [String]) {
        ChildProcess(tool, arguments).waitForSuccess()
    }
}
