import Testing

@testable import CryptoCore

@Suite("Copies of an HMAC key's states")
struct CopiedStatesTests {
    @Test("A copy accepts what the key accepts, until it is wiped", arguments: HashAlgorithm.allCases)
    func copy(algorithm: HashAlgorithm) throws {
        let key = try HMACKey(algorithm, key: SecretBytes(utf8: "k"), isProvided: false)
        var copy = HMACStates()
        let isCopied = key.copyStates(into: &copy)
        #expect(isCopied)
        for length in [0, 1, 55, 64, 200] {
            let message = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            var code = try key.authenticationCode(for: message)
            var isValid = try copy.isValid(code.span, for: message.span)
            #expect(isValid)
            code[length % code.count] ^= 1
            isValid = try copy.isValid(code.span, for: message.span)
            #expect(!isValid)
            code.removeLast()
            isValid = try copy.isValid(code.span, for: message.span)
            #expect(!isValid)
        }
        let words = (0..<HMACStates.count(of: algorithm)).map { copy[$0] }
        #expect(!words.contains(0))
        copy.wipe()
        let wiped = (0..<HMACStates.capacity).map { copy[$0] }
        #expect(wiped.allSatisfy { $0 == 0 })
    }

    @Test("States that OpenSSL's providers hold are not copied")
    func provided() throws {
        let key = try HMACKey(.sha1, key: SecretBytes(utf8: "k"), isProvided: true)
        var copy = HMACStates()
        let isCopied = key.copyStates(into: &copy)
        #expect(!isCopied)
    }
}
