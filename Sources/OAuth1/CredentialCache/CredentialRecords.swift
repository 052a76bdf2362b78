internal import CryptoCore

/// The credentials of one part of a ``CredentialCache`` as plain words: what a verification needs of them.
///
/// A record has a number and never moves. One thread at a time writes; readers have to check that what they read belongs
/// together, see ``CredentialTable``.
struct CredentialRecords: ~Copyable {
    /// The words of a record.
    private enum Word {
        static let low = 0
        static let high = 1
        static let loaded = 2
        static let content = 3
        static let mark = 4
        static let states = 5
    }

    /// The words from one record to the next: three cache lines, of which HMAC-SHA1 and HMAC-SHA256 need two.
    private static var stride: Int { 24 }
    /// The number of records in the first block, as a power of two.
    private static var firstExponent: Int { 4 }

    private let blocks = AtomicBlocks(first: stride << firstExponent)

    /// Makes room for a record.
    func allocate(_ number: Int) { blocks.allocate(Self.position(of: number).block) }

    /// Whether a record is the one of `fingerprint`.
    @inline(__always)
    func matches(_ number: Int, _ fingerprint: Fingerprint) -> Bool {
        let words = self[number]
        return words.count > 0 && words[Word.low] == fingerprint.low && words[Word.high] == fingerprint.high
    }

    /// The fingerprint of a record.
    func fingerprint(_ number: Int) -> Fingerprint {
        Fingerprint(low: self[number][Word.low], high: self[number][Word.high])
    }

    /// When the credentials of a record were looked up, in seconds since 1970.
    @inline(__always)
    func loaded(_ number: Int) -> Int64 { Int64(bitPattern: self[number][Word.loaded]) }

    /// Copies the keyed states of a record; returns `false` if the record has none.
    @inline(__always)
    func copyStates(_ number: Int, into found: inout FoundCredentials) -> Bool {
        let words = self[number]
        guard let method = Self.method(words[Word.content]) else { return false }
        found.beginStates(method)
        for index in 0..<HMACStates.count(of: method.hash) { found.states[index] = words[Word.states + index] }
        return true
    }

    /// Marks a record as recently used. Stores only what changes, so that concurrent readers share the cache line.
    @inline(__always)
    func mark(_ number: Int) {
        if self[number][Word.mark] == 0 { self[number][Word.mark] = 1 }
    }

    /// Removes the mark of a record; returns whether there was one.
    func unmark(_ number: Int) -> Bool {
        guard self[number][Word.mark] != 0 else { return false }
        self[number][Word.mark] = 0
        return true
    }

    /// Writes a record without a mark.
    ///
    /// - Parameter found: The keyed states, if the credentials have any that can be copied.
    func write(_ number: Int, _ fingerprint: Fingerprint, loaded: Int64, _ found: borrowing FoundCredentials) {
        wipe(number)
        let words = self[number]
        words[Word.low] = fingerprint.low
        words[Word.high] = fingerprint.high
        words[Word.loaded] = UInt64(bitPattern: loaded)
        guard let method = found.copiedMethod else { return }
        words[Word.content] = Self.content(method)
        for index in 0..<HMACStates.count(of: method.hash) { words[Word.states + index] = found.states[index] }
    }

    /// Overwrites a record with zeros.
    func wipe(_ number: Int) {
        let words = self[number]
        for index in 0..<words.count { words[index] = 0 }
    }

    /// Begins to load what a verification needs of a record.
    @inline(__always)
    func prefetch(_ number: Int) {
        let words = self[number]
        guard words.count > 0 else { return }
        words.prefetch(0)
        words.prefetch(8)
    }

    /// The method whose keyed states are in a record; `nil` if none are.
    @inline(__always)
    private static func method(_ content: UInt64) -> SignatureMethod? {
        switch content {
        case 1: .hmacSHA1
        case 2: .hmacSHA256
        case 3: .hmacSHA512
        default: nil
        }
    }

    /// The number that stands for a method in a record; 0 for those without keyed states.
    private static func content(_ method: SignatureMethod) -> UInt64 {
        switch method {
        case .hmacSHA1: 1
        case .hmacSHA256: 2
        case .hmacSHA512: 3
        default: 0
        }
    }

    /// The words of a record; none if there is no room for it yet.
    @inline(__always)
    private subscript(number: Int) -> AtomicWords {
        @_lifetime(borrow self) get {
            let (block, index) = Self.position(of: number)
            let words = blocks[block]
            return words.count == 0 ? words : words.extracting(index..<index + Self.stride)
        }
    }

    /// Returns the block of a record, and where in the block it begins.
    @inline(__always)
    private static func position(of number: Int) -> (block: Int, index: Int) {
        let shifted = number &+ 1 << firstExponent
        let block = Int.bitWidth &- 1 &- shifted.leadingZeroBitCount &- firstExponent
        return (block, (shifted &- 1 << (block &+ firstExponent)) &* stride)
    }
}
