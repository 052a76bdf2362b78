/// A set of fingerprints in one run of memory, 16 bytes each: open addressing, at most four fifths full.
struct FingerprintSet {
    /// Stands for an empty place. A fingerprint that happens to be it is stored as its neighbour.
    private static var empty: Fingerprint { Fingerprint(low: 0, high: 0) }

    private var places = ContiguousArray(repeating: Self.empty, count: 16)
    private(set) var count = 0

    /// Adds `fingerprint`, and tells whether it was not there yet.
    mutating func insert(_ fingerprint: Fingerprint) -> Bool {
        let fingerprint = fingerprint == Self.empty ? Fingerprint(low: 0, high: 1) : fingerprint
        if (count + 1) * 5 > places.count * 4 { grow() }
        var index = Self.place(of: fingerprint, among: places.count)
        while true {
            let found = places[index]
            if found == fingerprint { return false }
            if found == Self.empty { break }
            index = index + 1 == places.count ? 0 : index + 1
        }
        places[index] = fingerprint
        count += 1
        return true
    }

    /// By half and not to double the size: sets that fill at the same rate also grow at the same
    /// time, and must not all be half empty then.
    private mutating func grow() {
        var larger = ContiguousArray(repeating: Self.empty, count: places.count + places.count / 2)
        for fingerprint in places where fingerprint != Self.empty {
            var index = Self.place(of: fingerprint, among: larger.count)
            while larger[index] != Self.empty { index = index + 1 == larger.count ? 0 : index + 1 }
            larger[index] = fingerprint
        }
        places = larger
    }

    /// Spreads the low half over any number of places.
    @inline(__always)
    private static func place(of fingerprint: Fingerprint, among count: Int) -> Int {
        Int(truncatingIfNeeded: fingerprint.low.multipliedFullWidth(by: UInt64(count)).high)
    }
}
