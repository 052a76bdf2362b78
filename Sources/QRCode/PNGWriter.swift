#if Service

internal import Compression

/// Writes the chunks of a PNG image (ISO/IEC 15948 section 5.3).
struct PNGWriter {
    /// The image so far: its signature and the chunks.
    private(set) var output: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    /// Writes a chunk: the length of its data, its type, the data, and a checksum over type and data.
    mutating func write(_ type: StaticString, _ data: [UInt8]) {
        let content = Array("\(type)".utf8) + data
        output += Self.bytes(UInt32(data.count)) + content + Self.bytes(Zlib.crc32(content))
    }

    /// Returns the bytes of a number, the most significant one first.
    static func bytes(_ number: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }
}

#endif
