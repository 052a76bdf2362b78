#if Service

/// What zlib has compressed, as it was before.
enum Inflated {
    struct Malformed: Error {}
}

#endif
