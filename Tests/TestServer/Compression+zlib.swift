internal import CZlib

extension Compression {
    /// Returns `bytes` compressed; with level 0 they are only stored.
    package func compress(_ bytes: [UInt8], level: Int32 = 9) -> [UInt8] {
        let windowBits: Int32 =
            switch self {
            case .gzip: MAX_WBITS + 16
            case .zlib: MAX_WBITS
            case .raw: -MAX_WBITS
            }
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        defer { unsafe stream.deallocate() }
        let size = unsafe Int32(MemoryLayout<z_stream>.size)
        unsafe precondition(
            deflateInit2_(stream, level, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size) == Z_OK)
        defer { unsafe _ = deflateEnd(stream) }
        let capacity = unsafe Int(deflateBound(stream, UInt(bytes.count)))
        return unsafe bytes.withUnsafeBufferPointer { input in
            unsafe [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
                unsafe stream.pointee.next_in = input.baseAddress
                unsafe stream.pointee.avail_in = UInt32(input.count)
                unsafe stream.pointee.next_out = output.baseAddress
                unsafe stream.pointee.avail_out = UInt32(output.count)
                unsafe precondition(deflate(stream, Z_FINISH) == Z_STREAM_END)
                count = unsafe output.count - Int(stream.pointee.avail_out)
            }
        }
    }
}
