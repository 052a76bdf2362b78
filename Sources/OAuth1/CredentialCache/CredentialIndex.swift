internal import Synchronization

/// The numbers of ``CredentialRecords`` by fingerprint: open addressing, at most three quarters full.
///
/// A place is one word: half of the fingerprint, then the number plus one; 0 if it is empty. Readers and the writer are
/// those of the records.
struct CredentialIndex: ~Copyable {
    private let blocks = AtomicBlocks(first: 16)
    /// The block in use. It only becomes a greater one, so each is used for the first time when it is all zero.
    private let level = Atomic<Int>(0)

    /// Returns the number of a record; `nil` if there is none, or if the index is being changed.
    @inline(__always)
    func find(_ fingerprint: Fingerprint, in records: borrowing CredentialRecords) -> Int? {
        let places = places
        var place = fingerprint.place(among: places.count)
        // Without the lock, a search could meet places of more than one time, and no empty one among them.
        for _ in 0..<places.count {
            let word = places[place]
            if word == 0 { return nil }
            if word >> 32 == fingerprint.high >> 32, records.matches(Self.number(word), fingerprint) {
                return Self.number(word)
            }
            place = (place &+ 1) & (places.count &- 1)
        }
        return nil
    }

    /// Begins to load where a search begins.
    @inline(__always)
    func prefetch(_ fingerprint: Fingerprint) {
        let places = places
        if places.count > 0 { places.prefetch(fingerprint.place(among: places.count)) }
    }

    /// Returns the number of a record that probably is the one of a fingerprint, without a look at the record.
    @inline(__always)
    func guess(_ fingerprint: Fingerprint) -> Int? {
        let places = places
        guard places.count > 0 else { return nil }
        let word = places[fingerprint.place(among: places.count)]
        return word != 0 && word >> 32 == fingerprint.high >> 32 ? Self.number(word) : nil
    }

    /// Adds a record, which is not in the index.
    ///
    /// - Parameter count: The number of records in the index so far.
    func insert(_ number: Int, _ fingerprint: Fingerprint, count: Int, in records: borrowing CredentialRecords) {
        if (count + 1) * 4 > places.count * 3 { grow(records) }
        Self.put(number, fingerprint, into: places)
    }

    /// Removes a record, and moves up the places behind it that would no longer be found.
    func remove(_ number: Int, in records: borrowing CredentialRecords) {
        let places = places
        var gap = records.fingerprint(number).place(among: places.count)
        while Self.number(places[gap]) != number { gap = Self.next(gap, places) }
        var other = Self.next(gap, places)
        while places[other] != 0 {
            // It may move unless the place where it belongs is behind the gap.
            let home = records.fingerprint(Self.number(places[other])).place(among: places.count)
            if (other &- home) & (places.count &- 1) >= (other &- gap) & (places.count &- 1) {
                places[gap] = places[other]
                gap = other
            }
            other = Self.next(other, places)
        }
        places[gap] = 0
    }

    /// Removes all records.
    func removeAll() {
        let places = places
        for place in 0..<places.count { places[place] = 0 }
    }

    @inline(__always)
    private var places: AtomicWords {
        @_lifetime(borrow self) get { blocks[level.load(ordering: .acquiring)] }
    }

    private func grow(_ records: borrowing CredentialRecords) {
        let old = places
        let larger = old.count == 0 ? 0 : level.load(ordering: .relaxed) + 1
        blocks.allocate(larger)
        let new = blocks[larger]
        for place in 0..<old.count where old[place] != 0 {
            let number = Self.number(old[place])
            Self.put(number, records.fingerprint(number), into: new)
        }
        level.store(larger, ordering: .releasing)
    }

    private static func put(_ number: Int, _ fingerprint: Fingerprint, into places: AtomicWords) {
        var place = fingerprint.place(among: places.count)
        while places[place] != 0 { place = next(place, places) }
        places[place] = fingerprint.high & ~0xffff_ffff | UInt64(number + 1)
    }

    @inline(__always)
    private static func number(_ word: UInt64) -> Int { Int(truncatingIfNeeded: word & 0xffff_ffff) &- 1 }

    private static func next(_ place: Int, _ places: AtomicWords) -> Int { (place &+ 1) & (places.count &- 1) }
}
