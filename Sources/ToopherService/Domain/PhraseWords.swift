#if Service

/// The word list that pairing phrases take from besides the nouns of `FingerprintWords`. No two words of both lists differ in
/// one letter only, so that a slip of the finger or the ear is not another phrase.
enum PhraseWords {}

#endif
