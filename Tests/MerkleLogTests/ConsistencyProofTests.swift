import CryptoCore
import MerkleLog
import Testing

@Suite("Consistency proofs")
struct ConsistencyProofTests {
    private func proof(from first: Int, to entries: some Collection<[UInt8]>) throws -> ConsistencyProof {
        var builder = try #require(ProofBuilder(consistencyOf: UInt64(first), in: UInt64(entries.count)))
        for entry in entries { try builder.append(.leaf(of: entry)) }
        #expect(builder.inclusionProof == nil)
        return try #require(builder.consistencyProof)
    }

    private func root(_ entries: some Sequence<[UInt8]>) throws -> TreeHash { try CompactTree(entries: entries).root() }

    @Test("The published paths are reproduced, and valid between the published roots")
    func published() throws {
        for (first, second, path) in PublishedTree.consistencies {
            let proof = try proof(from: Int(first), to: PublishedTree.entries.prefix(Int(second)))
            #expect(proof.path.map(\.hexadecimal) == path)
            let roots = try [first, second].map { size in
                try #require(TreeHash(Hex.decode(PublishedTree.roots[Int(size)]) ?? []))
            }
            #expect(try proof.isValid(first: roots[0], second: roots[1]))
        }
    }

    @Test("Between trees of all sizes the paths are those of the RFC's definition, valid for these trees alone")
    func definition() throws {
        let all = (0..<34).map { Array("entry \($0)".utf8) }
        let roots = try (0...all.count).map { try root(all.prefix($0)) }
        for second in 0...all.count {
            for first in 0...second {
                let proof = try proof(from: first, to: all.prefix(second))
                let reference = ReferenceTree(entries: Array(all.prefix(second)))
                #expect(try proof.path.map(\.bytes) == reference.proof(first))
                #expect(try proof.isValid(first: roots[first], second: roots[second]))
                #expect(try !proof.isValid(first: roots[first].flipped(), second: roots[second]))
                if first > 0 { #expect(try !proof.isValid(first: roots[first], second: roots[second].flipped(9))) }
                for other in [first - 1, first + 1] where other > 0 && other <= second {
                    #expect(try !proof.isValid(first: roots[other], second: roots[second]))
                    let moved = ConsistencyProof(
                        firstSize: UInt64(other), secondSize: UInt64(second), path: proof.path)
                    #expect(try !moved.isValid(first: roots[first], second: roots[second]))
                }
            }
        }
    }

    @Test("A tree in which one early leaf was changed is not consistent with the tree before")
    func rewritten() throws {
        let all = (0..<20).map { Array("entry \($0)".utf8) }
        for first in 1..<20 {
            for changed in 0..<first {
                var other = all
                other[changed].append(0)
                let proof = try proof(from: first, to: other)
                #expect(try !proof.isValid(first: root(all.prefix(first)), second: root(other)))
            }
        }
    }

    @Test("A path with one hash more, less or changed proves nothing")
    func tampered() throws {
        let all = (0..<13).map { [UInt8($0)] }
        for first in 1...13 {
            let proof = try proof(from: first, to: all)
            let (one, two) = (try root(all.prefix(first)), try root(all))
            var paths = [proof.path + [one], [two] + proof.path]
            if !proof.path.isEmpty { paths += [Array(proof.path.dropLast()), Array(proof.path.dropFirst())] }
            for place in proof.path.indices {
                var changed = proof.path
                changed[place] = try changed[place].flipped(place)
                paths.append(changed)
            }
            for path in paths {
                let other = ConsistencyProof(firstSize: proof.firstSize, secondSize: proof.secondSize, path: path)
                #expect(try !other.isValid(first: one, second: two))
            }
        }
    }

    @Test("Sizes that no tree has end at once")
    func extremes() throws {
        let hash = try TreeHash.leaf(of: [])
        for (first, second) in [(UInt64(2), UInt64(1)), (1, .max), (.max, .max), (0, .max)] {
            let proof = ConsistencyProof(
                firstSize: first, secondSize: second, path: Array(repeating: hash, count: 64))
            #expect(try !proof.isValid(first: hash, second: hash))
            #expect(ProofBuilder(consistencyOf: first, in: second) == nil)
        }
    }
}
