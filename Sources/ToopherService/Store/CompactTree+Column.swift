#if Service

internal import CryptoCore
internal import MerkleLog

extension CompactTree {
    /// The peaks in one column.
    var peaksText: String { Base64.encodeURL(peaks.flatMap(\.bytes)) }

    /// Creates a tree from its columns; `nil` if they are not those of a tree.
    init?(size: Int64, peaksText: String) {
        guard let size = UInt64(exactly: size), let bytes = Base64.decodeURL(peaksText),
            bytes.count.isMultiple(of: TreeHash.byteCount)
        else { return nil }
        let peaks = stride(from: 0, to: bytes.count, by: TreeHash.byteCount).compactMap {
            TreeHash(Array(bytes[$0..<($0 + TreeHash.byteCount)]))
        }
        self.init(size: size, peaks: peaks)
    }
}

#endif
