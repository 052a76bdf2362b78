#if Service

/// The word lists that pairing phrases are made of.
enum PhraseWords {}

#endif
