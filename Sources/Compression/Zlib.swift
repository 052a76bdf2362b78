#if Service

/// Compression without loss.
package enum Zlib {
    /// zlib got no memory.
    package struct NoMemory: Error, Sendable, Hashable {}
}

#endif
