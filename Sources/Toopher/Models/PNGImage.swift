/// A PNG image whose signature, size and end have been checked; its pixels are not decoded.
public struct PNGImage: Sendable, Hashable {
    /// The bytes of the file, to send as `image/png`.
    public let bytes: [UInt8]

    /// The width in pixels.
    public let width: Int

    /// The height in pixels.
    public let height: Int

    /// The longest side in pixels. A larger image is not a QR code, and decoding it would need much memory.
    static let maximumSide = 8192

    /// Creates an image from the bytes of a file.
    ///
    /// PNG specification sections 5.2, 5.6 and 11.2.2.
    init?(_ bytes: [UInt8]) {
        let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        let header = [0, 0, 0, 13] + Array("IHDR".utf8)
        let end = [0, 0, 0, 0] + Array("IEND".utf8) + [0xAE, 0x42, 0x60, 0x82]
        guard bytes.count >= signature.count + header.count + 17 + end.count, bytes.starts(with: signature + header),
            bytes.suffix(end.count).elementsEqual(end)
        else { return nil }
        width = Self.number(bytes[16..<20])
        height = Self.number(bytes[20..<24])
        guard (1...Self.maximumSide).contains(width), (1...Self.maximumSide).contains(height) else { return nil }
        self.bytes = bytes
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.reduce(0) { $0 << 8 | Int($1) }
    }
}
