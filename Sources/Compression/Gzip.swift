#if Service

/// The file format gzip (RFC 1952), which HTTP's content coding of that name is.
package enum Gzip {
    /// Returns bytes compressed. The same bytes always give the same: without a time or a name.
    package static func compress(_ bytes: [UInt8]) throws(Zlib.NoMemory) -> [UInt8] {
        // The same blocks, in another envelope: zlib's is two bytes before and a checksum of four behind.
        let blocks = try Zlib.compress(bytes).dropFirst(2).dropLast(4)
        let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 255]
        return header + blocks + littleEndian(Zlib.crc32(bytes)) + littleEndian(UInt32(truncatingIfNeeded: bytes.count))
    }

    private static func littleEndian(_ number: UInt32) -> [UInt8] {
        [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: number >> $0) }
    }
}

#endif
