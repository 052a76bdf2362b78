/// What parameters are sorted by: the first eight bytes of the name, and the index of the parameter.
struct SortKey: BitwiseCopyable {
    /// The first eight bytes of the name as a big-endian number, followed by zeros if it is shorter.
    ///
    /// No encoded name contains a zero byte, so the numbers compare as the names do.
    var prefix: UInt64
    var index: UInt32
}
