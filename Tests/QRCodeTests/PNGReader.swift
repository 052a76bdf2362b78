#if Service

/// An independent reader of the PNG images that the service draws: one bit a pixel, no filter.
struct PNGReader {
    struct Malformed: Error { var reason: String }

    private(set) var width = 0
    private(set) var height = 0
    private(set) var chunks: [String] = []
    private var rows: [[Bool]] = []

    init(_ bytes: [UInt8]) throws {
        guard bytes.starts(with: [137, 80, 78, 71, 13, 10, 26, 10]) else { throw Malformed(reason: "signature") }
        var rest = bytes[8...]
        var compressed: [UInt8] = []
        while !rest.isEmpty {
            guard rest.count >= 12 else { throw Malformed(reason: "a chunk is cut") }
            let length = Int(Self.number(rest.prefix(4)))
            guard rest.count >= 12 + length else { throw Malformed(reason: "a chunk is cut") }
            let content = rest.dropFirst(4).prefix(4 + length)
            guard Self.checksum(content) == Self.number(rest.dropFirst(8 + length).prefix(4)) else {
                throw Malformed(reason: "checksum")
            }
            let type = String(decoding: content.prefix(4), as: UTF8.self)
            let data = content.dropFirst(4)
            chunks.append(type)
            switch type {
            case "IHDR":
                width = Int(Self.number(data.prefix(4)))
                height = Int(Self.number(data.dropFirst(4).prefix(4)))
                guard Array(data.dropFirst(8)) == [1, 0, 0, 0, 0] else { throw Malformed(reason: "not 1-bit grey") }
            case "IDAT": compressed += data
            case "IEND": guard data.isEmpty else { throw Malformed(reason: "IEND") }
            default: throw Malformed(reason: type)
            }
            rest = rest.dropFirst(12 + length)
        }
        let rowBytes = 1 + (width + 7) / 8
        let pixels = try Inflated.bytes(compressed, count: rowBytes * height)
        rows = try (0..<height).map { row in
            let bytes = pixels[(row * rowBytes)..<((row + 1) * rowBytes)]
            guard bytes.first == 0 else { throw Malformed(reason: "filter") }
            return (0..<width).map { bytes[bytes.startIndex + 1 + $0 / 8] & (0x80 >> UInt8($0 % 8)) == 0 }
        }
    }

    /// Whether a pixel is black.
    func isBlack(row: Int, column: Int) -> Bool { rows[row][column] }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// The CRC of ISO 3309, one bit after another.
    private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        var sum = UInt32.max
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 {
                let isOdd = sum & 1 == 1
                sum >>= 1
                if isOdd { sum ^= 0xEDB8_8320 }
            }
        }
        return ~sum
    }
}

#endif
