extension PKey {
    /// Returns the first private key in a PEM text.
    ///
    /// - Parameter passphrase: Decrypts the key if it is encrypted.
    static func privateKey(
        inPEM text: Span<UInt8>, passphrase: SecretBytes?, kind: String
    ) throws(CryptoError) -> PKey {
        let blocks = try PEMScanner.blocks(in: text, kind: kind)
        guard let block = blocks.first(where: \.isPrivateKey) else { throw missing("private", blocks, kind) }
        return try privateKey(block, in: text, passphrase, kind)
    }

    /// Returns a public key in a PEM text: the public half of the first private key that is not encrypted, else the first
    /// public key or that of the first certificate.
    static func publicKey(inPEM text: Span<UInt8>, kind: String) throws(CryptoError) -> PKey {
        let blocks = try PEMScanner.blocks(in: text, kind: kind)
        // Where a private key stands with a chain of certificates, any of them may come first, and one is the key's.
        let plain = blocks.first { block in
            block.isPrivateKey && !block.isEncryptedPrivateKey && !block.hasHeaders(in: text)
        }
        if plain == nil, let block = blocks.first(where: \.isPublicKey) {
            try requireNoHeaders(block, in: text, kind)
            return try PKey(publicDER: block.decoded(in: text, kind: kind), label: block.label, kind: kind)
        }
        guard let block = plain ?? blocks.first(where: \.isPrivateKey) else { throw missing("public", blocks, kind) }
        return try privateKey(block, in: text, nil, kind).publicHalf()
    }

    private static func privateKey(
        _ block: PEMBlock, in text: Span<UInt8>, _ passphrase: SecretBytes?, _ kind: String
    ) throws(CryptoError) -> PKey {
        guard block.label != "OPENSSH PRIVATE KEY" else {
            throw .invalidKey(
                kind: kind, reasons: ["it has OpenSSH's format; convert a copy: ssh-keygen -p -m PKCS8 -f COPY"])
        }
        try requireNoHeaders(block, in: text, kind)
        let der = try block.decoded(in: text, kind: kind)
        guard block.isEncryptedPrivateKey else { return try PKey(privateDER: der, kind: kind) }
        guard let passphrase else { throw .passphraseRequired(kind: kind) }
        return try EncryptedPrivateKey(der, kind: kind).decrypted(with: passphrase, kind: kind)
    }

    /// Refuses header lines: in a private key they declare the encryption of a time before PKCS #8, which stretches the
    /// passphrase with one round of MD5.
    private static func requireNoHeaders(_ block: PEMBlock, in text: Span<UInt8>, _ kind: String) throws(CryptoError) {
        guard block.hasHeaders(in: text) else { return }
        let reason =
            block.isPrivateKey
            ? "its header lines (Proc-Type: 4,ENCRYPTED) declare an encryption that is not PKCS #8; "
                + EncryptedPrivateKey.remedy
            : "the PEM block \(block.label) has header lines"
        throw .invalidKey(kind: kind, reasons: [reason])
    }

    private static func missing(_ half: String, _ blocks: [PEMBlock], _ kind: String) -> CryptoError {
        let labels = blocks.prefix(4).map(\.label).joined(separator: ", ")
        return .invalidKey(kind: kind, reasons: ["the text has no \(half) key, but \(labels)"])
    }
}
