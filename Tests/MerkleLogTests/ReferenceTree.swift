import CryptoCore

/// The definitions of RFC 9162 section 2.1, word for word: recursive, on all leaves at once, and shared with nothing that is tested.
struct ReferenceTree {
    var entries: [[UInt8]]

    /// MTH(D_n).
    func root() throws -> [UInt8] { try root(of: entries[...]) }

    /// PATH(m, D_n).
    func path(_ index: Int) throws -> [[UInt8]] { try path(index, entries[...]) }

    /// PROOF(m, D_n).
    func proof(_ size: Int) throws -> [[UInt8]] { size == 0 ? [] : try subproof(size, entries[...], isWhole: true) }

    private func root(of entries: ArraySlice<[UInt8]>) throws -> [UInt8] {
        guard let first = entries.first else { return try Digest.sha256([]) }
        guard entries.count > 1 else { return try Digest.sha256([0] + first) }
        let split = entries.startIndex + left(entries.count)
        return try Digest.sha256([1] + root(of: entries[..<split]) + root(of: entries[split...]))
    }

    private func path(_ index: Int, _ entries: ArraySlice<[UInt8]>) throws -> [[UInt8]] {
        guard entries.count > 1 else { return [] }
        let count = left(entries.count)
        let split = entries.startIndex + count
        return index < count
            ? try path(index, entries[..<split]) + [root(of: entries[split...])]
            : try path(index - count, entries[split...]) + [root(of: entries[..<split])]
    }

    private func subproof(_ size: Int, _ entries: ArraySlice<[UInt8]>, isWhole: Bool) throws -> [[UInt8]] {
        if size == entries.count { return isWhole ? [] : [try root(of: entries)] }
        let count = left(entries.count)
        let split = entries.startIndex + count
        return size <= count
            ? try subproof(size, entries[..<split], isWhole: isWhole) + [root(of: entries[split...])]
            : try subproof(size - count, entries[split...], isWhole: false) + [root(of: entries[..<split])]
    }

    private func left(_ count: Int) -> Int {
        var power = 1
        while power * 2 < count { power *= 2 }
        return power
    }
}
