/// Where in a request a parameter was found.
enum ParameterSource: UInt8, BitwiseCopyable {
    case header, query, body, signer
}

/// Bytes of a request that are percent-encoded in the one way the base string knows.
struct EncodedSlice: BitwiseCopyable {
    private var start: UInt32
    /// Twice the end, and one more if there are escapes: the slice is one word.
    private var endAndEscapes: UInt32

    /// Requests are limited to far below 2³¹ bytes.
    @inline(__always)
    init(_ range: Range<Int>, hasEscapes: Bool) {
        start = UInt32(truncatingIfNeeded: range.lowerBound)
        endAndEscapes = UInt32(truncatingIfNeeded: range.upperBound) << 1 | (hasEscapes ? 1 : 0)
    }

    /// Whether a `%` occurs, which the base string encodes once more.
    @inline(__always)
    var hasEscapes: Bool { endAndEscapes & 1 != 0 }

    @inline(__always)
    var range: Range<Int> { Int(start)..<Swift.max(Int(start), end) }

    @inline(__always)
    var isEmpty: Bool { Int(start) >= end }

    @inline(__always)
    private var end: Int { Int(endAndEscapes >> 1) }
}

/// One parameter of a request.
struct EncodedParameter: BitwiseCopyable {
    var name: EncodedSlice
    var value: EncodedSlice
    var source: ParameterSource
    /// Whether its name starts with `oauth_`.
    var isProtocol: Bool
    /// Whether it repeats another one and counts for nothing (``Verifier/Leniencies``).
    var isForgotten = false

    /// Whether it was found in a query or a form body.
    var isForm: Bool { source == .query || source == .body }
}

/// What parameters are sorted by: the first eight bytes of the name, and who it is.
struct SortKey: BitwiseCopyable {
    /// The name's beginning as one number, the first byte on top, zeros where it is shorter. No
    /// encoded name holds a zero byte, so numbers compare as the names do.
    var prefix: UInt64
    var index: UInt32
}
