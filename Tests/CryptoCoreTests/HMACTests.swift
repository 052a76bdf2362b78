import CryptoCore
import Testing

@Suite("HMAC")
struct HMACTests {
    static let vectors = HMACVectors.rfc2202 + HMACVectors.rfc4231

    @Test("The codes of RFC 2202 and RFC 4231 are reproduced", arguments: vectors)
    func published(vector: HMACVectors.Vector) throws {
        let key = try HMACKey(vector.algorithm, key: SecretBytes(vector.key))
        #expect(Hex.encode(try key.authenticationCode(for: vector.message)) == vector.code)
    }

    @Test("A code changed in any bit, cut or lengthened is not valid", arguments: vectors)
    func tampered(vector: HMACVectors.Vector) throws {
        let key = try HMACKey(vector.algorithm, key: SecretBytes(vector.key))
        let code = try #require(Hex.decode(vector.code))
        #expect(try key.isValid(code, for: vector.message))
        for bit in 0..<(code.count * 8) {
            var changed = code
            changed[bit / 8] ^= 1 << (bit % 8)
            #expect(try !key.isValid(changed, for: vector.message))
        }
        #expect(try !key.isValid(Array(code.dropLast()), for: vector.message))
        #expect(try !key.isValid(code + [0], for: vector.message))
        #expect(try !key.isValid([], for: vector.message))
        #expect(try !key.isValid(code, for: vector.message + [0]))
    }

    @Test("The truncated codes of RFC 4231 section 4.6 begin the whole codes", arguments: HMACVectors.truncated)
    func truncated(vector: HMACVectors.Vector) throws {
        let key = try HMACKey(vector.algorithm, key: SecretBytes(vector.key))
        let prefix = try #require(Hex.decode(vector.code))
        #expect(prefix.count == 16)
        #expect(try key.authenticationCode(for: vector.message).starts(with: prefix))
        #expect(try !key.authenticationCode(for: vector.message + [0]).starts(with: prefix))
        #expect(try !key.isValid(prefix, for: vector.message), "only the whole code is valid")
        let other = try HMACKey(vector.algorithm, key: SecretBytes(vector.key.dropLast() + [0x0d]))
        #expect(try !other.authenticationCode(for: vector.message).starts(with: prefix))
    }

    @Test("The tests have all seven codes that each RFC publishes")
    func complete() {
        #expect(HMACVectors.rfc2202.count == 7)
        for algorithm in [HashAlgorithm.sha256, .sha512] {
            #expect(HMACVectors.rfc4231.count { $0.algorithm == algorithm } == 6)
            #expect(HMACVectors.truncated.count { $0.algorithm == algorithm } == 1)
        }
    }

    @Test("A code does not depend on what was computed before")
    func reuse() throws {
        let key = try HMACKey(.sha1, key: SecretBytes(utf8: "Jefe"))
        for length in [0, 1, 63, 64, 65, 10_000] {
            _ = try key.authenticationCode(for: [UInt8](repeating: 7, count: length))
            #expect(
                Hex.encode(try key.authenticationCode(for: Array("what do ya want for nothing?".utf8)))
                    == "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79")
        }
    }

    @Test("The codes are those of OpenSSL's own HMAC, for keys around the block length")
    func sameAsOpenSSL() throws {
        let workspace = try HMACWorkspace()
        for algorithm in HashAlgorithm.allCases {
            for length in [0, 1, 63, 64, 65, 127, 128, 129, 300] {
                let secret = SecretBytes([UInt8](repeating: 0x5a, count: length))
                let message = [UInt8](repeating: 7, count: length * 3)
                let key = try HMACKey(algorithm, key: secret)
                let reference = try ReferenceHMAC(algorithm, key: secret)
                var (mine, theirs) = ([UInt8](repeating: 0, count: 64), [UInt8](repeating: 0, count: 64))
                var mineSpan = mine.mutableSpan
                try key.authenticationCode(for: message.span, into: &mineSpan, using: workspace)
                var theirsSpan = theirs.mutableSpan
                try reference.compute(message.span, into: &theirsSpan)
                #expect(mine == theirs)
                #expect(try key.authenticationCode(for: message) == Array(theirs.prefix(algorithm.digestCount)))
            }
        }
    }

    @Test("An empty key and an empty message have a code")
    func empty() throws {
        let sha1 = try HMACKey(.sha1, key: SecretBytes([]))
        #expect(Hex.encode(try sha1.authenticationCode(for: [])) == "fbdb1d1b18aa6c08324b7d64b71fb76370690e1d")
    }

    @Test("Many tasks can use one key concurrently")
    func concurrent() async throws {
        let key = try HMACKey(.sha256, key: SecretBytes(utf8: "Jefe"))
        let expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<500 {
                        let code = try key.authenticationCode(for: Array("what do ya want for nothing?".utf8))
                        guard Hex.encode(code) == expected else { return false }
                    }
                    return true
                }
            }
            for try await isRight in group { #expect(isRight) }
        }
    }
}
