#if Service

internal import CryptoCore

/// The two words that a person copies from the phone to the service.
enum PairingPhrase {
    /// Returns a random phrase: an adjective and a noun in lower case, with one space between.
    static func make(_ random: RandomSource) throws(CryptoError) -> String {
        let adjective = try pick(from: PhraseWords.adjectives, random)
        return "\(adjective) \(try pick(from: PhraseWords.nouns, random))"
    }

    /// Returns what a person typed as the phrase is stored: in lower case, with one space between words.
    static func canonical(_ text: String) -> String {
        text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Of 64 random bits and a few hundred words, the bias of the remainder is below one in 10^16.
    private static func pick(from words: [Substring], _ random: RandomSource) throws(CryptoError) -> Substring {
        let number = try random(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return words[Int(number % UInt64(words.count))]
    }
}

#endif
