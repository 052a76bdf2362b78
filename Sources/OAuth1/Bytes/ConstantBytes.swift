/// Bytes that do not change, read without counting a reference to them.
///
/// A `String` or an array would be retained for each use, by all threads that use it.
struct ConstantBytes: ~Copyable, @unchecked Sendable {
    // Sendable because nobody writes to the buffer after `init`.
    fileprivate let buffer: Buffer<UInt8>

    /// Creates a copy of `bytes`.
    init(_ bytes: [UInt8]) {
        var buffer = Buffer<UInt8>(capacity: bytes.count)
        buffer.append(copying: bytes.span)
        self.buffer = buffer
    }
}

extension Buffer where Element == UInt8 {
    /// Appends bytes, and reserves capacity for them.
    @inline(__always)
    mutating func append(_ bytes: borrowing ConstantBytes) {
        let length = bytes.buffer.count
        reserve(length)
        unsafe (base + count).update(from: bytes.buffer.base, count: length)
        count += length
    }
}
