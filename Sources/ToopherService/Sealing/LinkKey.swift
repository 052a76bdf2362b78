#if Service

internal import CryptoCore

/// The key of the links that are sent to people. It is derived from the key of a ``KeyFile``, so it is not in the database.
struct LinkKey: Sendable {
    /// 144 bits: nobody guesses a token, and a QR code with it stays small.
    private static let tokenBytes = 18

    private let key: HMACKey

    /// Creates the key.
    init(_ master: SecretBytes) throws(CryptoError) {
        key = try HMACKey(
            .sha256, key: HKDF.sha256(inputKey: master, salt: [], info: Array("toopher links 1".utf8), count: 32))
    }

    /// Returns the token of a pairing's invitation.
    ///
    /// It follows from the pairing's id, so that its QR code can be shown again, while the database has only its digest.
    func invitationToken(pairingID: String) throws(CryptoError) -> String {
        let code = try key.authenticationCode(for: Array("invitation \(pairingID)".utf8))
        return Base64.encodeURL(Array(code.prefix(Self.tokenBytes)))
    }

    /// Returns a digest of the answer to a security question.
    ///
    /// Answers are short: without this key, whoever reads the database could try them all.
    ///
    /// - Parameter owner: The digest of the link's token, so that equal answers of two links have other digests.
    func answerDigest(_ answer: String, owner: String) throws(CryptoError) -> [UInt8] {
        try key.authenticationCode(for: Array("answer \(owner.utf8.count) \(owner) \(answer)".utf8))
    }
}

#endif
