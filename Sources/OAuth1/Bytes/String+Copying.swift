extension String {
    /// Creates a string from a copy of UTF-8 bytes; invalid ones become U+FFFD.
    init(copying bytes: Span<UInt8>) {
        self = unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }
}
