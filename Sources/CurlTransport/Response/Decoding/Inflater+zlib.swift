internal import CZlib

extension Inflater {
    /// Creates a decompressor; `nil` if there is no memory.
    convenience init?(_ format: Format) {
        // 15 is the largest window; 16 more mean the envelope of RFC 1952, and a negative number none.
        let windowBits: Int32 =
            switch format {
            case .gzip: MAX_WBITS + 16
            case .zlib: MAX_WBITS
            case .raw: -MAX_WBITS
            }
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        let size = unsafe Int32(MemoryLayout<z_stream>.size)
        guard unsafe inflateInit2_(stream, windowBits, ZLIB_VERSION, size) == Z_OK else {
            unsafe stream.deallocate()
            return nil
        }
        unsafe self.init(owning: UnsafeMutableRawPointer(stream))
    }

    /// Begins anew, with the same format. Returns `false` if zlib cannot.
    func reset() -> Bool { unsafe inflateReset(state) == Z_OK }

    /// Decompresses until the input is used up, the output is full, or the compressed bytes end.
    ///
    /// - Returns: How many bytes of `input` were used, how many of `output` were written, and why it stopped.
    func inflate(
        _ input: UnsafeBufferPointer<UInt8>, into output: UnsafeMutableBufferPointer<UInt8>
    ) -> (used: Int, written: Int, outcome: Outcome) {
        let (inputCount, outputCount) = (UInt32(clamping: input.count), UInt32(clamping: output.count))
        unsafe state.pointee.next_in = input.baseAddress
        unsafe state.pointee.avail_in = inputCount
        unsafe state.pointee.next_out = output.baseAddress
        unsafe state.pointee.avail_out = outputCount
        let code = unsafe CZlib.inflate(state, Z_NO_FLUSH)
        let used = unsafe Int(inputCount - state.pointee.avail_in)
        let written = unsafe Int(outputCount - state.pointee.avail_out)
        unsafe state.pointee.next_in = nil
        unsafe state.pointee.next_out = nil
        let outcome: Outcome =
            switch code {
            // Z_BUF_ERROR: there was nothing to do.
            case Z_OK, Z_BUF_ERROR: .progress
            case Z_STREAM_END: .end
            case Z_NEED_DICT: .malformed("it needs a preset dictionary")
            case Z_MEM_ERROR: .noMemory
            default: .malformed(unsafe state.pointee.msg.map { unsafe String(cString: $0) } ?? "zlib error \(code)")
            }
        return (used, written, outcome)
    }

    /// Frees the `z_stream`. For `deinit` only.
    func free() {
        unsafe _ = inflateEnd(state)
        unsafe state.deallocate()
    }

    private var state: UnsafeMutablePointer<z_stream> { unsafe stream.assumingMemoryBound(to: z_stream.self) }
}
