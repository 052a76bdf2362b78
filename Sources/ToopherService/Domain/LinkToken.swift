#if Service

internal import CryptoCore
internal import WebSyntax

/// The secret part of a link.
enum LinkToken {
    /// Returns a random token of 192 bits.
    static func make(_ random: RandomSource) throws(CryptoError) -> String {
        Base64.encodeURL(try random(24))
    }

    /// Whether a text is written as tokens are. Then it has no other meaning in a URL or a page.
    static func isWellFormed(_ text: String) -> Bool {
        (16...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
    }

    /// Returns what is stored of a token: a reader of the database cannot use the link.
    static func digest(_ token: String) throws(CryptoError) -> String {
        Base64.encodeURL(try Digest.sha256(Array(token.utf8)))
    }
}

#endif
