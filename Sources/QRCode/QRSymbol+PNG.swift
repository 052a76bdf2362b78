#if Service

internal import Compression

extension QRSymbol {
    /// Returns the symbol and its quiet zone as a PNG image (ISO/IEC 15948), black on white, one bit a pixel.
    ///
    /// - Parameter scale: The number of pixels on one side of a module; at least 1.
    package func png(scale: Int = 8) throws(QRCodeError) -> [UInt8] {
        let scale = max(1, scale)
        let side = (size + 2 * Self.quietZone) * scale
        var rows: [UInt8] = []
        for row in -Self.quietZone..<size + Self.quietZone {
            // Each row of pixels begins with its filter: none.
            let pixels = [0] + packedPixels(of: row, scale: scale, side: side)
            for _ in 0..<scale { rows += pixels }
        }
        var image = PNGWriter()
        image.write("IHDR", PNGWriter.bytes(UInt32(side)) + PNGWriter.bytes(UInt32(side)) + [1, 0, 0, 0, 0])
        do throws(Zlib.NoMemory) {
            image.write("IDAT", try Zlib.compress(rows))
        } catch {
            throw .noMemory
        }
        image.write("IEND", [])
        return image.output
    }

    /// Returns the pixels of a row, eight in a byte, the first in the most significant bit. White is 1.
    private func packedPixels(of row: Int, scale: Int, side: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: (side + 7) / 8)
        for pixel in 0..<side where !isDark(row: row, column: pixel / scale - Self.quietZone) {
            bytes[pixel / 8] |= 0x80 >> UInt8(pixel % 8)
        }
        return bytes
    }
}

#endif
