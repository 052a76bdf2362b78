/// The first difference of two base strings.
public struct BaseStringDifference: Sendable, Hashable {
    /// The number of bytes that both have in common at their beginning.
    public let offset: Int
    /// The part of the base string that differs first: `method`, `URI` or `parameters`.
    public let part: String
    /// An excerpt of our base string around the difference, at most 40 characters.
    public let ours: String
    /// The same excerpt of the other base string.
    public let theirs: String

    /// Creates the first difference of two base strings; `nil` if they are equal.
    public init?(ours: String, theirs: String) {
        guard ours != theirs else { return nil }
        let (left, right) = (Array(ours.utf8), Array(theirs.utf8))
        let shared = zip(left, right).prefix { $0 == $1 }.count
        offset = shared
        part = ["method", "URI", "parameters"][min(2, left.prefix(shared).count { $0 == UInt8(ascii: "&") })]
        self.ours = Self.excerpt(left, at: shared)
        self.theirs = Self.excerpt(right, at: shared)
    }

    private static func excerpt(_ bytes: [UInt8], at offset: Int) -> String {
        String(decoding: bytes[max(0, offset - 20)..<min(bytes.count, offset + 20)], as: UTF8.self)
    }
}
