import Testing

@testable import CryptoCore

@Suite("HMAC with each kind of keyed states")
struct HMACStatesTests {
    @Test("Both kinds of states give the published codes", arguments: HMACTests.vectors)
    func published(vector: HMACVectors.Vector) throws {
        for isProvided in [false, true] {
            let key = try HMACKey(vector.algorithm, key: SecretBytes(vector.key), isProvided: isProvided)
            #expect(Hex.encode(try key.authenticationCode(for: vector.message)) == vector.code)
        }
    }

    @Test("Both kinds give the same codes for messages of every length", arguments: HashAlgorithm.allCases)
    func lengths(algorithm: HashAlgorithm) throws {
        let secret = SecretBytes([UInt8](repeating: 0x5a, count: 20))
        let direct = try HMACKey(algorithm, key: secret, isProvided: false)
        let provided = try HMACKey(algorithm, key: secret, isProvided: true)
        for length in 0...300 {
            let message = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            #expect(try direct.authenticationCode(for: message) == provided.authenticationCode(for: message))
        }
    }

    @Test("A buffer that is shorter than the code is an error", arguments: [false, true])
    func room(isProvided: Bool) throws {
        let key = try HMACKey(.sha256, key: SecretBytes(utf8: "k"), isProvided: isProvided)
        let workspace = try HMACWorkspace()
        let message = Array("m".utf8)
        var code = [UInt8](repeating: 0, count: 31)
        #expect(throws: CryptoError.self) {
            var span = code.mutableSpan
            try key.authenticationCode(for: message.span, into: &span, using: workspace)
        }
        #expect(code.allSatisfy { $0 == 0 })
    }
}
