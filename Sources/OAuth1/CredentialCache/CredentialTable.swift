internal import CryptoCore

/// One part of a ``CredentialCache``: open addressing, at most three quarters full.
///
/// A hand goes round the places when there is no room, and drops the first credentials that nobody asked
/// for since it last passed.
struct CredentialTable {
    struct Entry {
        let credentials: Credentials
        /// When they were looked up.
        let loaded: Int64
    }

    /// An entry with its fingerprint beside it, so that a look-up touches one piece of memory.
    private struct Place {
        var fingerprint = Fingerprint.empty
        var entry: Entry?
        /// Whether anybody asked for it since the hand last passed.
        var isRecent = false
        var hints = Hints()
    }

    /// Where in memory the parts of an entry are, to prefetch all of them together.
    fileprivate struct Hints {
        var storage = PrefetchAddress(0)
        var key = PrefetchAddress(0)
        var states = PrefetchAddress(0)
    }

    /// A power of two of them.
    private var places = ContiguousArray(repeating: Place(), count: 16)
    private(set) var count = 0
    private var hand = 0
    /// Goes up whenever something was removed on purpose.
    private(set) var generation = 0

    /// The bytes from one place to the next.
    static var stride: Int { MemoryLayout<Place>.stride }

    /// The memory of all places, to prefetch one of them.
    var extent: PrefetchExtent { PrefetchExtent(of: places) }

    /// Has what is held for `fingerprint` brought near, and waits for nothing.
    @inline(__always)
    func prefetch(_ fingerprint: Fingerprint) {
        places[index(of: fingerprint.storable)].hints.prefetch()
    }

    /// What is held for `fingerprint`.
    @inline(__always)
    mutating func find(_ fingerprint: Fingerprint) -> Entry? {
        let index = index(of: fingerprint.storable)
        places[index].hints.prefetch()
        guard let entry = places[index].entry else { return nil }
        // Written only when it changes, so that many who read do not take the memory from each other.
        if !places[index].isRecent { places[index].isRecent = true }
        return entry
    }

    /// Holds `entry`, in place of another one when there are `capacity`.
    mutating func insert(_ entry: Entry, for fingerprint: Fingerprint, capacity: Int) {
        let fingerprint = fingerprint.storable
        if places[index(of: fingerprint)].entry == nil {
            if count >= capacity { dropOne() }
            if (count + 1) * 4 > places.count * 3 { grow() }
            count += 1
        }
        places[index(of: fingerprint)] = Place(
            fingerprint: fingerprint, entry: entry, hints: Hints(entry.credentials.storage))
    }

    /// Removes what is held for `fingerprint`, and has what is being looked up meanwhile not held.
    mutating func remove(_ fingerprint: Fingerprint) {
        generation += 1
        let index = index(of: fingerprint.storable)
        if places[index].entry != nil { clear(index) }
    }

    /// Removes everything.
    mutating func removeAll() {
        let generation = generation
        self = CredentialTable()
        self.generation = generation + 1
    }

    /// Where `fingerprint` is, or else the empty place where it belongs.
    @inline(__always)
    private func index(of fingerprint: Fingerprint) -> Int {
        var index = home(of: fingerprint)
        while places[index].fingerprint != fingerprint && places[index].fingerprint != .empty { index = next(index) }
        return index
    }

    /// Where to begin to look.
    @inline(__always)
    private func home(of fingerprint: Fingerprint) -> Int { fingerprint.place(among: places.count) }

    @inline(__always)
    private func next(_ index: Int) -> Int { (index &+ 1) & (places.count &- 1) }

    private mutating func grow() {
        let old = places
        places = ContiguousArray(repeating: Place(), count: 2 * old.count)
        for place in old where place.entry != nil { places[index(of: place.fingerprint)] = place }
    }

    private mutating func dropOne() {
        while places[hand].entry == nil || places[hand].isRecent {
            places[hand].isRecent = false
            hand = next(hand)
        }
        clear(hand)
    }

    /// Empties a place, and moves those behind it up that would no longer be found.
    private mutating func clear(_ index: Int) {
        var gap = index
        var other = next(gap)
        while places[other].entry != nil {
            // It may move unless the place where it belongs lies behind the gap.
            let distance = (other &- home(of: places[other].fingerprint)) & (places.count &- 1)
            if distance >= (other &- gap) & (places.count &- 1) {
                places[gap] = places[other]
                gap = other
            }
            other = next(other)
        }
        places[gap] = Place()
        count -= 1
    }
}

extension CredentialTable.Hints {
    fileprivate init(_ storage: Credentials.Storage) {
        self.storage = PrefetchAddress(of: storage)
        guard case .hmac(let key) = storage.key else { return }
        self.key = PrefetchAddress(of: key)
        states = PrefetchAddress(key.statesAddress)
    }

    @inline(__always)
    fileprivate func prefetch() {
        storage.prefetchTwoLines()
        key.prefetchTwoLines()
        // The keyed states are aligned to a cache line.
        states.prefetch()
    }
}
