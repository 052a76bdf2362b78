import CryptoCore
import Testing

@Suite("HMAC: RFC 2202 and RFC 4231")
struct HMACTests {
    struct Vector: Sendable {
        var algorithm: HashAlgorithm
        var key: [UInt8]
        var message: [UInt8]
        var code: String
    }

    /// RFC 2202 section 3 (HMAC-SHA1) and RFC 4231 section 4 (HMAC-SHA256, test case 5 truncated there).
    static let vectors: [Vector] = {
        let twentyFive = Array(1...25).map { UInt8($0) }
        let larger = Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8)
        return [
            Vector(
                algorithm: .sha1, key: .init(repeating: 0x0b, count: 20), message: Array("Hi There".utf8),
                code: "b617318655057264e28bc0b6fb378c8ef146be00"),
            Vector(
                algorithm: .sha1, key: Array("Jefe".utf8), message: Array("what do ya want for nothing?".utf8),
                code: "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
            Vector(
                algorithm: .sha1, key: .init(repeating: 0xaa, count: 20), message: .init(repeating: 0xdd, count: 50),
                code: "125d7342b9ac11cd91a39af48aa17b4f63f175d3"),
            Vector(
                algorithm: .sha1, key: twentyFive, message: .init(repeating: 0xcd, count: 50),
                code: "4c9007f4026250c6bc8414f9bf50c86c2d7235da"),
            Vector(
                algorithm: .sha1, key: .init(repeating: 0x0c, count: 20), message: Array("Test With Truncation".utf8),
                code: "4c1a03424b55e07fe7f27be1d58bb9324a9a5a04"),
            Vector(
                algorithm: .sha1, key: .init(repeating: 0xaa, count: 80), message: larger,
                code: "aa4ae5e15272d00e95705637ce8a3b55ed402112"),
            Vector(
                algorithm: .sha1, key: .init(repeating: 0xaa, count: 80),
                message: Array("Test Using Larger Than Block-Size Key and Larger Than One Block-Size Data".utf8),
                code: "e8e99d0f45237d786d6bbaa7965c7808bbff1a91"),
            Vector(
                algorithm: .sha256, key: .init(repeating: 0x0b, count: 20), message: Array("Hi There".utf8),
                code: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
            Vector(
                algorithm: .sha256, key: Array("Jefe".utf8), message: Array("what do ya want for nothing?".utf8),
                code: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
            Vector(
                algorithm: .sha256, key: .init(repeating: 0xaa, count: 20), message: .init(repeating: 0xdd, count: 50),
                code: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
            Vector(
                algorithm: .sha256, key: twentyFive, message: .init(repeating: 0xcd, count: 50),
                code: "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
            Vector(
                algorithm: .sha256, key: .init(repeating: 0xaa, count: 131), message: larger,
                code: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
            Vector(
                algorithm: .sha512, key: .init(repeating: 0x0b, count: 20), message: Array("Hi There".utf8),
                code: """
                    87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914e\
                    eb61f1702e696c203a126854
                    """),
            Vector(
                algorithm: .sha512, key: Array("Jefe".utf8), message: Array("what do ya want for nothing?".utf8),
                code: """
                    164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a3\
                    4d4a6b4b636e070a38bce737
                    """),
        ]
    }()

    @Test("every published code is reproduced", arguments: vectors)
    func published(vector: Vector) throws {
        let key = try HMACKey(vector.algorithm, key: SecretBytes(vector.key))
        #expect(Hex.encode(try key.authenticationCode(for: vector.message)) == vector.code)
    }

    @Test("a code changed in any bit, cut or lengthened is not valid", arguments: vectors)
    func tampered(vector: Vector) throws {
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

    @Test("a reused context keeps its key, whatever was computed before")
    func reuse() throws {
        let key = try HMACKey(.sha1, key: SecretBytes(utf8: "Jefe"))
        for length in [0, 1, 63, 64, 65, 10_000] {
            _ = try key.authenticationCode(for: [UInt8](repeating: 7, count: length))
            #expect(
                Hex.encode(try key.authenticationCode(for: Array("what do ya want for nothing?".utf8)))
                    == "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79")
        }
    }

    @Test("the two keyed states give what OpenSSL's own HMAC gives, for keys around the block length")
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

    @Test("an empty key and an empty message have a code")
    func empty() throws {
        let sha1 = try HMACKey(.sha1, key: SecretBytes([]))
        #expect(Hex.encode(try sha1.authenticationCode(for: [])) == "fbdb1d1b18aa6c08324b7d64b71fb76370690e1d")
    }

    @Test("many tasks share one key")
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
