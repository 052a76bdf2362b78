package import TestSupport

/// A certificate authority of a test's own, and what it certifies, made on the spot by the `openssl` tool.
package struct TestAuthority: Sendable {
    package static let isAvailable = isProgram(tool)
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

    /// The pin of the public key in `name`.pem: `sha256//` and base64 of the hash of its SubjectPublicKeyInfo.
    package func pin(of name: String) -> String {
        let (key, hash) = (folder.file("pin.der"), folder.file("pin.hash"))
        let pem = folder.file("pin.pem")
        Self.openssl(["x509", "-in", folder.file("\(name).pem"), "-noout", "-pubkey", "-out", pem])
        Self.openssl(["pkey", "-pubin", "-in", pem, "-outform", "DER", "-out", key])
        Self.openssl(["dgst", "-sha256", "-binary", "-out", hash, key])
        Self.openssl(["base64", "-A", "-in", hash, "-out", folder.file("pin.base64")])
        return "sha256//" + String(decoding: folder.read("pin.base64"), as: UTF8.self)
    }

    /// Lets a fresh key certify itself.
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
