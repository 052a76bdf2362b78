#if Service

internal import AuditLog
internal import Database
internal import MerkleLog

/// Writes the log, some entries at a time.
struct AuditExporter: Sendable {
    private static let pageCount = 500

    let store: Store

    /// Writes the log up to its newest head.
    ///
    /// - Parameters:
    ///   - progress: Called now and then with the number of entries so far, and in all.
    ///   - write: Writes a line, which has no line end yet.
    /// - Returns: The number of entries.
    func export(
        progress: (UInt64, UInt64) -> Void, write: ([UInt8]) throws -> Void
    ) async throws -> UInt64 {
        let (size, treeSize) = try await store.auditSizes()
        try write(LogLine.format.bytes)
        for (key, created) in try await store.auditKeys() { try write(LogLine.key(key, created: created).bytes) }
        var heads = HeadPages(store: store, end: size)
        var (next, count) = (UInt64(0), UInt64(0))
        while next < size {
            let entries = try await store.auditEntries(from: next, below: size, atMost: Self.pageCount)
            guard let last = entries.last else { break }
            for entry in entries {
                // Heads over entries that are missing stand before the next one.
                for head in try await heads.heads(upTo: entry.index) { try write(LogLine.head(head).bytes) }
                try write(LogLine.entry(entry).bytes)
                count += 1
            }
            next = last.index + 1
            progress(next, size)
        }
        for head in try await heads.heads(upTo: size) { try write(LogLine.head(head).bytes) }
        try write(LogLine.end(entryCount: max(size, treeSize)).bytes)
        return count
    }

    /// The heads, read some at a time, in the order of their sizes.
    private struct HeadPages {
        let store: Store
        let end: UInt64
        private var page: ArraySlice<SignedTreeHead> = []
        private var last: UInt64 = 0
        private var hasMore = true

        init(store: Store, end: UInt64) {
            self.store = store
            self.end = end
        }

        /// Returns the next heads, those up to a size.
        mutating func heads(upTo size: UInt64) async throws -> [SignedTreeHead] {
            var found: [SignedTreeHead] = []
            while true {
                if page.isEmpty, hasMore {
                    page = try await store.auditHeads(above: last, upTo: end, atMost: AuditExporter.pageCount)[...]
                    hasMore = page.count == AuditExporter.pageCount
                    last = page.last?.head.size ?? last
                }
                guard let head = page.first, head.head.size <= size else { return found }
                found.append(head)
                page.removeFirst()
            }
        }
    }
}

#endif
