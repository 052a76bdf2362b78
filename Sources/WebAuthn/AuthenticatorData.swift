internal import CryptoCore

/// What an authenticator says of itself and of the person, in the bytes that it signs.
///
/// WebAuthn Level 2 section 6.1: the SHA-256 digest of the relying party's id, one byte of flags, a counter of four bytes, and
/// extensions.
struct AuthenticatorData: Sendable {
    /// With room for extensions.
    static let byteCountRange = 37...1024

    /// The digest of the relying party's id.
    let relyingPartyDigest: ArraySlice<UInt8>
    /// Whether a person touched the authenticator: bit 0.
    let isUserPresent: Bool
    /// Whether the authenticator knows that it was its user: bit 2. By PIN, pattern, finger or face.
    let isUserVerified: Bool

    init?(_ bytes: [UInt8]) {
        guard Self.byteCountRange.contains(bytes.count) else { return nil }
        relyingPartyDigest = bytes[..<32]
        isUserPresent = bytes[32] & 0x01 != 0
        isUserVerified = bytes[32] & 0x04 != 0
    }

    /// Returns the bytes of an authenticator that counts nothing: its counter is 0.
    static func bytes(relyingPartyID: String, isUserPresent: Bool, isUserVerified: Bool) throws(CryptoError) -> [UInt8]
    {
        let flags: UInt8 = (isUserPresent ? 0x01 : 0) | (isUserVerified ? 0x04 : 0)
        return try Digest.sha256(Array(relyingPartyID.utf8)) + [flags, 0, 0, 0, 0]
    }
}
