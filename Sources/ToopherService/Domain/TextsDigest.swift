#if Service

internal import CryptoCore

/// A digest of several texts.
enum TextsDigest {
    /// Returns the SHA-256 digest of texts, in base64url. Lengths precede them, so that two lists never give the same.
    static func text(_ texts: [String]) throws(CryptoError) -> String {
        let joined = texts.map { "\($0.utf8.count) \($0)" }.joined(separator: " ")
        return Base64.encodeURL(try Digest.sha256(Array(joined.utf8)))
    }
}

#endif
