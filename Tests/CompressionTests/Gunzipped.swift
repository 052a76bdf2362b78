#if Service

/// What gzip has compressed, as it was before.
enum Gunzipped {
    struct Malformed: Error {}
}

#endif
