internal import CryptoCore
internal import Platform
internal import Synchronization

/// One part of a ``CredentialCache``, whose readers neither lock nor write.
///
/// What readers need is in atomic words. Writers hold the lock, and make `version` odd while they change the words (a
/// sequence lock; Boehm, "Can seqlocks get along with programming language memory models?", 2012). A reader copies what
/// it needs and believes the copy only if the version was even before and is the same afterwards. So a removal is
/// effective for every reader that begins after it.
///
/// At capacity, a hand goes round the records and evicts the first one that was not used since it last passed (CLOCK).
struct CredentialTable: ~Copyable {
    struct Entry {
        let credentials: Credentials
        /// When the credentials were looked up, in seconds since 1970.
        let loaded: Int64
    }

    /// What a reader found.
    enum Reading: Equatable {
        case missing
        /// The keyed states were copied.
        case copied(loaded: Int64)
        /// The table is being changed, or has no keyed states that could be copied: look it up with ``find(_:)``.
        case locked
    }

    private let version = Atomic<UInt>(0)
    private let index = CredentialIndex()
    private let records = CredentialRecords()
    /// Keeps the lock, which is written, away from what readers read.
    private let padding = CacheLinePadding()
    private let lock = Lock(State())
    private let lastPadding = CacheLinePadding()

    /// The number of entries.
    var count: Int { lock.withLock { $0.count } }

    /// The number of removals by a caller.
    var generation: Int { lock.withLock { $0.generation } }

    /// Copies the keyed states of `fingerprint`, without the lock.
    ///
    /// - Parameter found: Contains the states if the result is ``Reading/copied(loaded:)``; otherwise something that is
    ///   not to be used.
    @inline(__always)
    func read(_ fingerprint: Fingerprint, into found: inout FoundCredentials) -> Reading {
        let before = version.load(ordering: .acquiring)
        guard before & 1 == 0 else { return .locked }
        let reading = copyStates(fingerprint.storable, into: &found)
        // What was loaded above is not newer than the version that is loaded below.
        atomicMemoryFence(ordering: .acquiring)
        return version.load(ordering: .relaxed) == before ? reading : .locked
    }

    @inline(__always)
    private func copyStates(_ fingerprint: Fingerprint, into found: inout FoundCredentials) -> Reading {
        guard let number = index.find(fingerprint, in: records) else { return .missing }
        records.mark(number)
        return records.copyStates(number, into: &found) ? .copied(loaded: records.loaded(number)) : .locked
    }

    /// Begins to load where a search for `fingerprint` begins.
    @inline(__always)
    func prefetch(_ fingerprint: Fingerprint) { index.prefetch(fingerprint.storable) }

    /// Begins to load the record of `fingerprint`, once the place where its search begins is loaded.
    @inline(__always)
    func continuePrefetch(_ fingerprint: Fingerprint) {
        if let number = index.guess(fingerprint.storable) { records.prefetch(number) }
    }

    /// Returns the entry of `fingerprint`.
    func find(_ fingerprint: Fingerprint) -> Entry? {
        lock.withLock { state in
            guard let number = index.find(fingerprint.storable, in: records),
                let credentials = state.credentials[number]
            else { return nil }
            records.mark(number)
            return Entry(credentials: credentials, loaded: records.loaded(number))
        }
    }

    /// Inserts an entry, and evicts another one at capacity.
    ///
    /// - Parameter generation: If the generation is another one now, credentials were removed meanwhile, and nothing is
    ///   inserted; `nil` to insert in any case.
    func insert(_ entry: Entry, for fingerprint: Fingerprint, capacity: Int, since generation: Int? = nil) {
        let fingerprint = fingerprint.storable
        var states = FoundCredentials()
        states.copyStates(of: entry.credentials)
        // What is replaced or evicted is freed outside of the lock.
        _ = lock.withLock { state -> Credentials? in
            guard generation == nil || generation == state.generation else { return nil }
            beginChange()
            defer { endChange() }
            var freed: Credentials?
            var number = index.find(fingerprint, in: records)
            if let number {
                freed = state.credentials[number]
            } else {
                if state.count >= min(capacity, Self.maximumCount) { freed = evict(&state) }
                number = takeRecord(&state, fingerprint)
            }
            guard let number else { return freed }
            state.credentials[number] = entry.credentials
            records.write(number, fingerprint, loaded: entry.loaded, states)
            return freed
        }
        states.clear()
    }

    /// Removes the entry of `fingerprint`; credentials that are being looked up meanwhile are not cached either.
    func remove(_ fingerprint: Fingerprint) {
        _ = lock.withLock { state -> Credentials? in
            state.generation += 1
            guard let number = index.find(fingerprint.storable, in: records) else { return nil }
            beginChange()
            defer { endChange() }
            return clear(number, &state)
        }
    }

    /// Removes all entries.
    func removeAll() {
        _ = lock.withLock { state -> State in
            beginChange()
            defer { endChange() }
            index.removeAll()
            for number in state.credentials.indices { records.wipe(number) }
            let old = state
            state = State()
            state.generation = old.generation + 1
            return old
        }
    }

    /// The most entries, so that a number fits into half a word, and all places into the blocks.
    private static var maximumCount: Int { 1 << 30 }

    /// Makes the version odd before any word is stored.
    private func beginChange() {
        version.store(version.load(ordering: .relaxed) &+ 1, ordering: .relaxed)
        atomicMemoryFence(ordering: .releasing)
    }

    /// Makes the version even after all words were stored.
    private func endChange() {
        version.store(version.load(ordering: .relaxed) &+ 1, ordering: .releasing)
    }

    /// Returns a record for a new entry, which is in the index then.
    private func takeRecord(_ state: inout State, _ fingerprint: Fingerprint) -> Int {
        let count = state.count
        let number = state.unused.popLast() ?? state.credentials.count
        if number == state.credentials.count {
            records.allocate(number)
            state.credentials.append(nil)
        }
        index.insert(number, fingerprint, count: count, in: records)
        return number
    }

    private func evict(_ state: inout State) -> Credentials? {
        while true {
            let number = state.hand
            state.hand = number + 1 == state.credentials.count ? 0 : number + 1
            // A reader that began before this change may mark a record once more, but none begins now.
            if state.credentials[number] != nil, !records.unmark(number) { return clear(number, &state) }
        }
    }

    /// Removes an entry, and returns its credentials.
    private func clear(_ number: Int, _ state: inout State) -> Credentials? {
        index.remove(number, in: records)
        records.wipe(number)
        state.unused.append(number)
        let credentials = state.credentials[number]
        state.credentials[number] = nil
        return credentials
    }
}
