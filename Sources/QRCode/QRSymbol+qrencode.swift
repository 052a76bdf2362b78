#if Service

internal import CQREncode
internal import Glibc

extension QRSymbol {
    /// Creates the symbol of a text, in UTF-8, with error correction at level M: 15 per cent may be unreadable.
    package init(_ text: String) throws(QRCodeError) {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty else { throw .empty }
        guard bytes.count <= Self.maximumBytes else { throw .tooLong(bytes: bytes.count) }
        // The library chooses the smallest version that holds the text.
        guard let code = unsafe QRcode_encodeData(Int32(bytes.count), bytes, 0, QR_ECLEVEL_M) else {
            throw errno == ERANGE ? .tooLong(bytes: bytes.count) : .noMemory
        }
        defer { unsafe QRcode_free(code) }
        let size = unsafe Int(code.pointee.width)
        // The least significant bit says whether a module is dark; the others say what it is for.
        let data = unsafe UnsafeBufferPointer(start: code.pointee.data, count: size * size)
        unsafe self.init(size: size, modules: data.map { $0 & 1 == 1 })
    }
}

#endif
