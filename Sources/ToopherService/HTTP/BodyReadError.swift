#if Service

/// A failure of the connection while a body is read: not an answer, the connection ends.
struct BodyReadError: Error {
    var underlying: any Error
}

#endif
