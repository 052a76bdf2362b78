/// A PNG image: its bytes, which begin and end as PNG says, and its size. What is drawn in it is not looked at.
public struct PNGImage: Sendable, Hashable {
    /// The bytes of the file, to send on as `image/png`.
    public let bytes: [UInt8]

    /// The width in pixels.
    public let width: Int

    /// The height in pixels.
    public let height: Int

    /// A larger image is no QR code, and would cost whoever draws it a lot of memory.
    static let largestSide = 8192

    /// Nil when the bytes are not a PNG file (PNG specification, sections 5.2, 5.6 and 11.2.2).
    init?(_ bytes: [UInt8]) {
        let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        let header = [0, 0, 0, 13] + Array("IHDR".utf8)
        let end = [0, 0, 0, 0] + Array("IEND".utf8) + [0xAE, 0x42, 0x60, 0x82]
        guard bytes.count >= signature.count + header.count + 17 + end.count, bytes.starts(with: signature + header),
            bytes.suffix(end.count).elementsEqual(end)
        else { return nil }
        width = Self.number(bytes[16..<20])
        height = Self.number(bytes[20..<24])
        guard (1...Self.largestSide).contains(width), (1...Self.largestSide).contains(height) else { return nil }
        self.bytes = bytes
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.reduce(0) { $0 << 8 | Int($1) }
    }
}
