import ArgumentParser
import CryptoCore
import SystemPackage

/// The key of a request that is signed with RSA, and the passphrase that decrypts it.
struct OAuthKeyOptions: ParsableArguments {
    @Option(help: "A PEM file with the RSA private key, or for verifying with the public key or a certificate.")
    var keyFile: String?

    @Option(help: "A file whose first line is the passphrase of the private key; else OAUTH_KEY_PASSPHRASE.")
    var passphraseFile: String?

    @Option(
        name: .customLong("passphrase-fd"),
        help: "An open file descriptor, from which the line with the passphrase is read.")
    var passphraseDescriptor: Int32?

    func validate() throws {
        guard passphraseFile == nil || passphraseDescriptor == nil else {
            throw ValidationError("give --passphrase-file or --passphrase-fd, not both")
        }
    }

    /// Adds the key to `keys`.
    ///
    /// - Parameter isSigning: Whether the private key is needed. To verify, either is enough.
    func add(to keys: inout KeyMaterial, isSigning: Bool) throws {
        guard let keyFile else { return }
        let pem = String(decoding: try InputFile.readOrName(keyFile, limit: 64 << 10), as: UTF8.self)
        keys.passphrase = try passphrase()
        // A private key can also show what should have been signed. Who gives a passphrase means the private key.
        let isPrivate =
            isSigning || keys.passphrase != nil || (try? keys.rsaKeyCache.privateKey(pem: pem, passphrase: nil)) != nil
        if isPrivate { keys.privateKeyPEM = pem } else { keys.publicKeyPEM = pem }
    }

    /// What to do about an encrypted key without a passphrase.
    var missingPassphrase: CommandError {
        let file = keyFile ?? "KEY"
        return CommandError(
            """
            \(file) is encrypted: give --passphrase-file, --passphrase-fd or OAUTH_KEY_PASSPHRASE, or decrypt it: \
            openssl pkey -in \(file) -out NEW.pem
            """)
    }

    private func passphrase() throws -> SecretBytes? {
        if let passphraseFile { return try SecretLine.read(path: passphraseFile) }
        if let passphraseDescriptor { return try SecretLine.read(FileDescriptor(rawValue: passphraseDescriptor)) }
        return Environment.value("OAUTH_KEY_PASSPHRASE").map { SecretBytes(utf8: $0) }
    }
}
