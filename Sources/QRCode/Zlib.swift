#if Service

/// What a PNG image needs of zlib.
enum Zlib {}

#endif
