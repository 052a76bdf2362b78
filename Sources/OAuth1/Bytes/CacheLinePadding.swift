/// Unused bytes that keep what is written often away from what is only read.
///
/// Two cache lines, since processors fetch them in pairs.
struct CacheLinePadding {
    private let words: [16 of UInt64] = .init(repeating: 0)
}
