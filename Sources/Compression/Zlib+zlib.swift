#if Service

internal import CZlib

extension Zlib {
    /// Returns bytes compressed, in the envelope of RFC 1950.
    package static func compress(_ bytes: [UInt8]) throws(NoMemory) -> [UInt8] {
        var count = compressBound(uLong(bytes.count))
        var output = [UInt8](repeating: 0, count: Int(count))
        guard unsafe compress2(&output, &count, bytes, uLong(bytes.count), Z_BEST_COMPRESSION) == Z_OK else {
            throw NoMemory()
        }
        return Array(output[..<Int(count)])
    }

    /// Returns the checksum of bytes (ISO 3309, CRC-32).
    package static func crc32(_ bytes: [UInt8]) -> UInt32 {
        unsafe UInt32(truncatingIfNeeded: CZlib.crc32(0, bytes, uInt(bytes.count)))
    }
}

#endif
