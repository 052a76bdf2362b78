#if Service

/// Why there is no picture of a text.
@nonexhaustive package enum QRCodeError: Error, Sendable, Hashable {
    /// There is no text. Name one.
    case empty
    /// The text is longer than any symbol holds. Shorten it.
    case tooLong(bytes: Int)
    /// There is no memory. Try again later.
    case noMemory
}

#endif
