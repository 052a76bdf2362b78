#if Service

internal import CZlib

extension Gunzipped {
    /// Returns the bytes of one complete member.
    static func bytes(_ compressed: [UInt8], atMost count: Int) throws -> [UInt8] {
        var stream = unsafe z_stream()
        // 16: gzip's envelope and no other.
        guard
            unsafe inflateInit2_(&stream, 16 + MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { throw Malformed() }
        defer { unsafe inflateEnd(&stream) }
        var output = [UInt8](repeating: 0, count: count)
        let (code, written) = unsafe compressed.withUnsafeBufferPointer { input in
            unsafe output.withUnsafeMutableBufferPointer { output in
                unsafe stream.next_in = input.baseAddress
                unsafe stream.avail_in = uInt(input.count)
                unsafe stream.next_out = output.baseAddress
                unsafe stream.avail_out = uInt(output.count)
                return unsafe (inflate(&stream, Z_FINISH), output.count - Int(stream.avail_out))
            }
        }
        guard code == Z_STREAM_END, unsafe stream.avail_in == 0 else { throw Malformed() }
        return Array(output[..<written])
    }
}

#endif
