#if Service

internal import CryptoCore
internal import DeviceProtocol

/// The three words that a person copies from the phone to the service: one of some fifty million.
enum PairingPhrase {
    /// Returns a random phrase: two adjectives that differ, and a noun, in lower case, with one space between.
    static func make(_ random: RandomSource) throws(CryptoError) -> String {
        let first = try pick(PhraseWords.adjectives.count, random)
        let second = try pick(PhraseWords.adjectives.count - 1, random)
        let noun = try pick(FingerprintWords.all.count, random)
        let adjectives = [first, second < first ? second : second + 1].map { PhraseWords.adjectives[$0] }
        return "\(adjectives[0]) \(adjectives[1]) \(FingerprintWords.all[noun])"
    }

    /// Returns what a person typed as the phrase is stored: in lower case, with one space between words.
    static func canonical(_ text: String) -> String {
        text.lowercased().split { $0.isWhitespace || $0 == "-" }.joined(separator: " ")
    }

    /// Returns a random number below `count`. Of 64 random bits and a few hundred words, the bias of the remainder is below
    /// one in 10^16.
    private static func pick(_ count: Int, _ random: RandomSource) throws(CryptoError) -> Int {
        Int(try random(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % UInt64(count))
    }
}

#endif
