public import CryptoCore

/// What a person compares to see that a requester pairs with this phone and no other: four words that follow from its key.
///
/// The phone derives them from its own key and shows them beside its pairing phrase; the requester gets them with the
/// pairing and shows them too. Whoever has overheard or guessed a phrase, or offers one of their own, has another key.
public enum DeviceFingerprint {
    /// Returns the four words of a public key, with one space between.
    ///
    /// The SHA-256 digest of the key is read as four big-endian numbers of 64 bits; each, modulo the number of words, is the
    /// position of a word in ``FingerprintWords``.
    ///
    /// - Parameter x963: The uncompressed point of the public key, 65 bytes.
    public static func words(x963: [UInt8]) throws(CryptoError) -> String {
        let digest = try Digest.sha256(x963)
        let words = FingerprintWords.all
        return stride(from: 0, to: 32, by: 8).map { start in
            let number = digest[start..<start + 8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            return words[Int(number % UInt64(words.count))]
        }.joined(separator: " ")
    }
}
