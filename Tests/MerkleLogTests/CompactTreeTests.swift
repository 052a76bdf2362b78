import CryptoCore
import MerkleLog
import Testing

@Suite("Growing trees")
struct CompactTreeTests {
    @Test("The roots of Certificate Transparency's tree are reproduced as it grows")
    func published() throws {
        var tree = CompactTree()
        #expect(try tree.root().hexadecimal == PublishedTree.roots[0])
        for (entry, root) in zip(PublishedTree.entries, PublishedTree.roots.dropFirst()) {
            try tree.append(.leaf(of: entry))
            #expect(try tree.root().hexadecimal == root)
            #expect(tree.peaks.count == tree.size.nonzeroBitCount)
        }
        #expect(tree.size == 8)
    }

    @Test(
        "Trees of every size have the root of the RFC's definition, also if they are kept and continued after each leaf"
    )
    func definition() throws {
        var (tree, entries) = (CompactTree(), [[UInt8]]())
        for number in 0..<130 {
            #expect(try tree.root().bytes == ReferenceTree(entries: entries).root())
            let entry = Array("entry \(number)".utf8)
            entries.append(entry)
            tree = try #require(CompactTree(size: tree.size, peaks: tree.peaks))
            try tree.append(.leaf(of: entry))
        }
    }

    @Test("A leaf that has the bytes of a node has another hash, so that no subtree passes for an entry")
    func secondPreimage() throws {
        let (left, right) = (try TreeHash.leaf(of: [1]), try TreeHash.leaf(of: [2]))
        #expect(try TreeHash.leaf(of: left.bytes + right.bytes) != .node(left, right))
        #expect(try TreeHash.leaf(of: []) != .emptyRoot())
        #expect(try TreeHash.node(left, right) != .node(right, left))
    }

    @Test("Peaks that do not fit the size are refused")
    func malformed() throws {
        let hash = try TreeHash.leaf(of: [])
        #expect(CompactTree(size: 3, peaks: [hash]) == nil)
        #expect(CompactTree(size: 0, peaks: [hash]) == nil)
        #expect(CompactTree(size: 4, peaks: [hash]) != nil)
        #expect(CompactTree(size: CompactTree.maximumSize, peaks: [hash]) != nil)
        #expect(CompactTree(size: CompactTree.maximumSize + 1, peaks: [hash, hash]) == nil)
        #expect(CompactTree(size: .max, peaks: Array(repeating: hash, count: 64)) == nil)
    }

    @Test("A hash has 32 bytes and one spelling")
    func text() throws {
        let hash = try TreeHash.leaf(of: [1, 2, 3])
        #expect(TreeHash(text: hash.text) == hash)
        for text in ["", hash.text + "A", String(hash.text.dropLast()), hash.text + "=", "*" + hash.text.dropFirst()] {
            #expect(TreeHash(text: text) == nil)
        }
        #expect(TreeHash(Array(hash.bytes.dropLast())) == nil && TreeHash(hash.bytes + [0]) == nil)
    }
}
