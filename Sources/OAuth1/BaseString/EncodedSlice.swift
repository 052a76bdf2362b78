/// A range of a request's bytes that is percent-encoded as the base string needs it.
///
/// RFC 5849 section 3.6.
struct EncodedSlice: BitwiseCopyable {
    private var start: UInt32
    /// Twice the end, plus one if there are escapes, so that the slice fits a word.
    private var endAndEscapes: UInt32

    /// Creates a slice; ``ParsedRequest/maximumBytes`` keeps offsets below 2³¹.
    @inline(__always)
    init(_ range: Range<Int>, hasEscapes: Bool) {
        start = UInt32(truncatingIfNeeded: range.lowerBound)
        endAndEscapes = UInt32(truncatingIfNeeded: range.upperBound) << 1 | (hasEscapes ? 1 : 0)
    }

    /// Whether the slice contains a `%`, which the base string encodes once more.
    @inline(__always)
    var hasEscapes: Bool { endAndEscapes & 1 != 0 }

    @inline(__always)
    var range: Range<Int> { Int(start)..<Swift.max(Int(start), end) }

    @inline(__always)
    var isEmpty: Bool { Int(start) >= end }

    @inline(__always)
    private var end: Int { Int(endAndEscapes >> 1) }
}
