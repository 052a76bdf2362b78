/// A 128-bit hash that identifies something longer.
struct Fingerprint: BitwiseCopyable, Hashable {
    var low: UInt64
    var high: UInt64

    /// The fingerprint that marks an empty place in a table.
    static var empty: Fingerprint { Fingerprint(low: 0, high: 0) }

    /// The fingerprint itself, or its neighbour if it is the mark of an empty place.
    @inline(__always)
    var storable: Fingerprint { self == .empty ? Fingerprint(low: 0, high: 1) : self }

    /// Returns where a search among `count` places begins: the low half, scaled to the count.
    @inline(__always)
    func place(among count: Int) -> Int {
        Int(truncatingIfNeeded: low.multipliedFullWidth(by: UInt64(truncatingIfNeeded: count)).high)
    }
}
