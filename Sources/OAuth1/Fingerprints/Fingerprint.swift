/// 128 bits that stand for something longer.
struct Fingerprint: BitwiseCopyable, Hashable {
    var low: UInt64
    var high: UInt64

    /// Marks an empty place in a table.
    static var empty: Fingerprint { Fingerprint(low: 0, high: 0) }

    /// Itself, or its neighbour if it happens to be the mark of an empty place.
    @inline(__always)
    var storable: Fingerprint { self == .empty ? Fingerprint(low: 0, high: 1) : self }

    /// Where to begin to look among `count` places: the low half spread over them in its own order.
    @inline(__always)
    func place(among count: Int) -> Int {
        Int(truncatingIfNeeded: low.multipliedFullWidth(by: UInt64(truncatingIfNeeded: count)).high)
    }
}
