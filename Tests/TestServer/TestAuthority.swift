package import TestSupport

/// A certificate authority for one test, created with the `openssl` tool.
package struct TestAuthority: Sendable {
    package static let isAvailable = isProgram(tool)
    package static let tool = "/usr/bin/openssl"

    /// A certificate and its key, as PEM files.
    package struct Identity: Sendable {
        package let certificateFile: String
        package let keyFile: String
    }

    package let folder: TemporaryFolder
    /// The authority's own certificate, for clients to trust.
    package var certificateFile: String { folder.file("authority.pem") }

    package init(folder: TemporaryFolder = .init()) {
        self.folder = folder
        Self.openssl(
            ["req", "-x509", "-days", "2", "-subj", "/CN=Authority of a test", "-out", certificateFile]
                + Self.newKey(folder.file("authority.key")))
    }

    /// Certifies a new key.
    ///
    /// - Parameters:
    ///   - name: The common name and the name of the files.
    ///   - host: The DNS name of a server; `nil` for a client.
    ///   - days: The days of validity from now; -1 for an expired certificate.
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

    /// Returns the pin of the public key in `name`.pem: `sha256//` and the base64 of the SHA-256 of its SubjectPublicKeyInfo.
    package func pin(of name: String) -> String {
        let (key, hash) = (folder.file("pin.der"), folder.file("pin.hash"))
        let pem = folder.file("pin.pem")
        Self.openssl(["x509", "-in", folder.file("\(name).pem"), "-noout", "-pubkey", "-out", pem])
        Self.openssl(["pkey", "-pubin", "-in", pem, "-outform", "DER", "-out", key])
        Self.openssl(["dgst", "-sha256", "-binary", "-out", hash, key])
        Self.openssl(["base64", "-A", "-in", hash, "-out", folder.file("pin.base64")])
        return "sha256//" + String(decoding: folder.read("pin.base64"), as: UTF8.self)
    }

    /// Creates a self-signed certificate with a new key.
    package static func selfSigned(_ name: String, host: String, in folder: TemporaryFolder) -> Identity {
        let (certificate, key) = (folder.file("\(name).pem"), folder.file("\(name).key"))
        openssl(
            ["req", "-x509", "-days", "2", "-subj", "/CN=\(name)", "-addext", "subjectAltName=DNS:\(host)"]
                + ["-out", certificate] + newKey(key))
        return Identity(certificateFile: certificate, keyFile: key)
    }

    private static func newKey(_ file: String) -> [String] {
        ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", file]
    }

    private static func openssl(_ arguments: [String]) {
        ChildProcess(tool, arguments).waitForSuccess()
    }
}
