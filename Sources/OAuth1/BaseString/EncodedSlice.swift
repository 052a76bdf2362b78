/// A range of a request's bytes that is percent-encoded as the base string needs it.
///
/// RFC 5849 section 3.6.
struct EncodedSlice: BitwiseCopyable {
    private var start: UInt32
    /// Twice the end, plus one if the slice contains a `%`, so that it fits a word.
    private var endAndFlag: UInt32

    /// Creates a slice; ``ParsedRequest/maximumBytes`` keeps offsets below 2³¹.
    @inline(__always)
    init(_ range: Range<Int>, isPercentEncoded: Bool) {
        start = UInt32(truncatingIfNeeded: range.lowerBound)
        endAndFlag = UInt32(truncatingIfNeeded: range.upperBound) << 1 | (isPercentEncoded ? 1 : 0)
    }

    /// The slice as many bytes further on.
    @inline(__always)
    func moved(by distance: Int) -> EncodedSlice {
        EncodedSlice(
            range.lowerBound &+ distance..<range.upperBound &+ distance, isPercentEncoded: isPercentEncoded)
    }

    /// Whether the slice contains a `%`, which the base string encodes once more.
    @inline(__always)
    var isPercentEncoded: Bool { endAndFlag & 1 != 0 }

    @inline(__always)
    var range: Range<Int> { Int(start)..<Swift.max(Int(start), end) }

    @inline(__always)
    var isEmpty: Bool { Int(start) >= end }

    @inline(__always)
    private var end: Int { Int(endAndFlag >> 1) }
}
