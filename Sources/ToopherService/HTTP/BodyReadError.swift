#if Service

/// A failure of the connection while a body is read. There is no response: the connection ends.
struct BodyReadError: Error {
    var underlying: any Error
}

#endif
