/// Bytes that do not change, read without counting a reference to them.
///
/// A `String` or an array would be retained for each use, by all threads that use it.
struct ConstantBytes: ~Copyable, @unchecked Sendable {
    // Sendable because nobody writes to the buffer after `init`.
    private let buffer: Buffer<UInt8>

    /// Creates a copy of the text's UTF-8.
    init(_ text: String) {
        let text = text.utf8
        var buffer = Buffer<UInt8>(capacity: text.count)
        buffer.append(copying: text.span)
        self.buffer = buffer
    }

    /// Calls `body` with the bytes.
    @inline(__always)
    func withBytes<Failure: Error>(_ body: (Span<UInt8>) throws(Failure) -> Void) throws(Failure) {
        try body(buffer.span(0..<buffer.count))
    }
}
