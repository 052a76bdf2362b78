internal import CryptoCore

/// One part of a ``CredentialCache``: open addressing, at most three quarters full.
///
/// At capacity, a hand goes round the places and evicts the first entry that was not used since it last passed (CLOCK).
struct CredentialTable {
    struct Entry {
        let credentials: Credentials
        /// When the credentials were looked up, in seconds since 1970.
        let loaded: Int64
    }

    /// An entry with its fingerprint beside it, so that a lookup accesses one place in memory.
    private struct Place {
        var fingerprint = Fingerprint.empty
        var entry: Entry?
        /// Whether the entry was used since the hand last passed.
        var isRecent = false
        var hints = Hints()
    }

    /// Where in memory the parts of an entry are, to prefetch all of them together.
    fileprivate struct Hints {
        var storage = PrefetchAddress(0)
        var key = PrefetchAddress(0)
        var states = PrefetchAddress(0)
    }

    /// The places; their number is a power of two.
    private var places = ContiguousArray(repeating: Place(), count: 16)
    private(set) var count = 0
    private var hand = 0
    /// Counts the removals by a caller.
    private(set) var generation = 0

    /// The number of bytes from one place to the next.
    static var stride: Int { MemoryLayout<Place>.stride }

    /// The memory of all places, to prefetch one of them.
    var extent: PrefetchExtent { PrefetchExtent(of: places) }

    /// Prefetches the entry of `fingerprint`.
    @inline(__always)
    func prefetch(_ fingerprint: Fingerprint) {
        places[index(of: fingerprint.storable)].hints.prefetch()
    }

    /// Returns the entry of `fingerprint`.
    @inline(__always)
    mutating func find(_ fingerprint: Fingerprint) -> Entry? {
        let index = index(of: fingerprint.storable)
        places[index].hints.prefetch()
        guard let entry = places[index].entry else { return nil }
        // Written only if it changes, so that concurrent readers share the cache line.
        if !places[index].isRecent { places[index].isRecent = true }
        return entry
    }

    /// Inserts an entry, and evicts another one at capacity.
    mutating func insert(_ entry: Entry, for fingerprint: Fingerprint, capacity: Int) {
        let fingerprint = fingerprint.storable
        if places[index(of: fingerprint)].entry == nil {
            if count >= capacity { evict() }
            if (count + 1) * 4 > places.count * 3 { grow() }
            count += 1
        }
        places[index(of: fingerprint)] = Place(
            fingerprint: fingerprint, entry: entry, hints: Hints(entry.credentials.storage))
    }

    /// Removes the entry of `fingerprint`; credentials that are being looked up meanwhile are not cached either.
    mutating func remove(_ fingerprint: Fingerprint) {
        generation += 1
        let index = index(of: fingerprint.storable)
        if places[index].entry != nil { clear(index) }
    }

    /// Removes all entries.
    mutating func removeAll() {
        let generation = generation
        self = CredentialTable()
        self.generation = generation + 1
    }

    /// Returns the place of `fingerprint`, or the empty place where it belongs.
    @inline(__always)
    private func index(of fingerprint: Fingerprint) -> Int {
        var index = home(of: fingerprint)
        while places[index].fingerprint != fingerprint && places[index].fingerprint != .empty { index = next(index) }
        return index
    }

    /// Returns where a search begins.
    @inline(__always)
    private func home(of fingerprint: Fingerprint) -> Int { fingerprint.place(among: places.count) }

    @inline(__always)
    private func next(_ index: Int) -> Int { (index &+ 1) & (places.count &- 1) }

    private mutating func grow() {
        let old = places
        places = ContiguousArray(repeating: Place(), count: 2 * old.count)
        for place in old where place.entry != nil { places[index(of: place.fingerprint)] = place }
    }

    private mutating func evict() {
        while places[hand].entry == nil || places[hand].isRecent {
            places[hand].isRecent = false
            hand = next(hand)
        }
        clear(hand)
    }

    /// Empties a place, and moves up entries behind it that would no longer be found.
    private mutating func clear(_ index: Int) {
        var gap = index
        var other = next(gap)
        while places[other].entry != nil {
            // It may move unless the place where it belongs is behind the gap.
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
