#if Service

internal import CryptoCore

/// The secret part of a link.
enum LinkToken {
    /// Returns a random token of 192 bits.
    static func make(_ random: RandomSource) throws(CryptoError) -> String {
        Base64.encodeURL(try random(24))
    }

    /// Returns what is stored of a token: a reader of the database cannot use the link.
    static func digest(_ token: String) throws(CryptoError) -> String {
        Base64.encodeURL(try Digest.sha256(Array(token.utf8)))
    }
}

#endif
