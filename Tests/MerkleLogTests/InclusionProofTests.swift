import CryptoCore
import MerkleLog
import Testing

@Suite("Inclusion proofs")
struct InclusionProofTests {
    private func proof(of index: UInt64, in entries: some Collection<[UInt8]>) throws -> InclusionProof {
        var builder = try #require(ProofBuilder(inclusionOf: index, in: UInt64(entries.count)))
        for entry in entries {
            #expect(builder.inclusionProof == nil)
            try builder.append(.leaf(of: entry))
        }
        #expect(builder.consistencyProof == nil)
        return try #require(builder.inclusionProof)
    }

    @Test("The published paths are reproduced, and valid under the published roots")
    func published() throws {
        for (index, size, path) in PublishedTree.inclusions {
            let entries = PublishedTree.entries.prefix(Int(size))
            let proof = try proof(of: index, in: entries)
            #expect(proof.path.map(\.hexadecimal) == path)
            let root = try #require(TreeHash(Hex.decode(PublishedTree.roots[Int(size)]) ?? []))
            #expect(try proof.isValid(for: .leaf(of: entries[Int(index)]), root: root))
        }
    }

    @Test(
        "Every leaf of every tree has the path of the RFC's definition, valid for this leaf, index, size and root alone"
    )
    func definition() throws {
        let all = (0..<40).map { Array("entry \($0)".utf8) }
        for size in 1...all.count {
            let entries = all.prefix(size)
            let root = try CompactTree(entries: entries).root()
            for index in 0..<size {
                let proof = try proof(of: UInt64(index), in: entries)
                #expect(try proof.path.map(\.bytes) == ReferenceTree(entries: Array(entries)).path(index))
                #expect(try proof.isValid(for: .leaf(of: entries[index]), root: root))
                #expect(try !proof.isValid(for: .leaf(of: entries[index] + [0]), root: root))
                #expect(try !proof.isValid(for: .leaf(of: entries[index]), root: root.flipped()))
                for other in [UInt64(index) ^ 1, UInt64(index) &- 1, UInt64(index) + 1, UInt64(size), .max]
                where other != UInt64(index) {
                    let moved = InclusionProof(leafIndex: other, treeSize: UInt64(size), path: proof.path)
                    #expect(try !moved.isValid(for: .leaf(of: entries[index]), root: root))
                }
            }
        }
    }

    @Test("A path with one hash more, less, changed or exchanged proves nothing")
    func tampered() throws {
        let entries = (0..<13).map { [UInt8($0)] }
        let root = try CompactTree(entries: entries).root()
        for index in entries.indices {
            let proof = try proof(of: UInt64(index), in: entries)
            let leaf = try TreeHash.leaf(of: entries[index])
            var paths = [proof.path + [root], [root] + proof.path, Array(proof.path.dropLast())]
            paths.append(Array(proof.path.dropFirst()))
            for place in proof.path.indices {
                var changed = proof.path
                changed[place] = try changed[place].flipped(place)
                paths.append(changed)
            }
            if proof.path.count > 1 { paths.append([proof.path[1], proof.path[0]] + proof.path.dropFirst(2)) }
            for path in paths {
                let other = InclusionProof(leafIndex: proof.leafIndex, treeSize: proof.treeSize, path: path)
                #expect(try !other.isValid(for: leaf, root: root))
            }
        }
    }

    @Test("Sizes that no tree has end at once")
    func extremes() throws {
        let hash = try TreeHash.leaf(of: [])
        for (index, size) in [(UInt64(0), UInt64(0)), (0, .max), (.max, .max), (5, 5), (1 << 62, (1 << 62) + 1)] {
            let proof = InclusionProof(leafIndex: index, treeSize: size, path: Array(repeating: hash, count: 64))
            #expect(try proof.computedRoot(for: hash) == nil)
            #expect(ProofBuilder(inclusionOf: index, in: size) == nil)
        }
        let long = InclusionProof(leafIndex: 0, treeSize: 1 << 62, path: Array(repeating: hash, count: 62))
        #expect(try long.computedRoot(for: hash) != nil)
    }
}
