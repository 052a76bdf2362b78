/// A `z_stream` that decompresses. One thread at a time.
@safe final class Inflater {
    /// The format of the compressed bytes.
    enum Format {
        /// One member of RFC 1952.
        case gzip
        /// RFC 1950.
        case zlib
        /// RFC 1951, without an envelope.
        case raw
    }

    /// The result of one step.
    enum Outcome {
        /// The input was used up, or the output is full.
        case progress
        /// The compressed bytes are at their end, checksum and length verified.
        case end
        /// The compressed bytes are malformed.
        case malformed(String)
        case noMemory
    }

    /// Its address stays the same, because zlib keeps it.
    let stream: UnsafeMutableRawPointer

    /// Creates an object that owns an initialised `z_stream`.
    init(owning stream: UnsafeMutableRawPointer) { unsafe self.stream = unsafe stream }

    deinit { free() }
}
