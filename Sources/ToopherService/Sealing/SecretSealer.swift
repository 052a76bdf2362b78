#if Service

internal import CryptoCore

/// Seals secrets for the database with AES-256-GCM, under a key that is not in it.
struct SecretSealer: Sendable {
    private let key: AESGCM.Key
    /// Tells whether two sealers have the same key, and nothing about it.
    let keyCheck: String
    /// The key of links that are sent to people.
    let links: LinkKey

    /// Creates a sealer. Its keys are derived from the key of a ``KeyFile``.
    init(_ master: SecretBytes) throws(CryptoError) {
        key = try AESGCM.Key(HKDF.sha256(inputKey: master, salt: [], info: Array("toopher seal 1".utf8), count: 32))
        let check = try HKDF.sha256(inputKey: master, salt: [], info: Array("toopher key check 1".utf8), count: 16)
        links = try LinkKey(master)
        keyCheck = check.withBytes { span in Base64.encodeURL(span.indices.map { span[$0] }) }
    }

    /// Returns the sealed form of a secret, which opens for the same owner only.
    ///
    /// - Parameter owner: The kind and the id of the row that holds it: a sealed secret that was moved to another row does
    ///   not open.
    func seal(_ secret: SecretBytes, of owner: String) throws(CryptoError) -> String {
        Base64.encodeURL(try key.seal(secret, authenticating: Array(owner.utf8)))
    }

    /// Returns the secret in a sealed form.
    ///
    /// - Throws: ``CryptoError`` if it was sealed with another key or for another owner, or was changed.
    func open(_ sealed: String, of owner: String) throws(CryptoError) -> SecretBytes {
        try key.open(Base64.decodeURL(sealed) ?? [], authenticating: Array(owner.utf8))
    }
}

#endif
