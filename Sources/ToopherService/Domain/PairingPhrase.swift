#if Service

internal import CryptoCore

/// The two words that a person copies from the phone to the service.
enum PairingPhrase {
    /// An adjective and a noun, lower-case, with one space between.
    static func make(_ random: RandomSource) throws(CryptoError) -> String {
        let adjective = try pick(from: PhraseWords.adjectives, random)
        return "\(adjective) \(try pick(from: PhraseWords.nouns, random))"
    }

    /// What a person typed, as the phrase is stored: lower case, one space between words, none around them.
    static func canonical(_ text: String) -> String {
        text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// 64 random bits over a few hundred words: the bias of the remainder is below one in 10^16.
    private static func pick(from words: [Substring], _ random: RandomSource) throws(CryptoError) -> Substring {
        let number = try random(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return words[Int(number % UInt64(words.count))]
    }
}

#endif
