import Testing

@testable import OAuth1

@Suite("RandomNonce")
struct NonceFormatTests {
    @Test("Nonces have the requested length and alphabet, and differ")
    func format() throws {
        for (length, alphabet) in [(24, RandomNonce.alphanumerics), (64, "01"), (16, "0123456789abcdef"), (40, "-._~")]
        {
            let source = try RandomNonce.source(length: length, alphabet: alphabet)
            let nonces = try (0..<50).map { _ in try source() }
            #expect(Set(nonces).count == 50)
            for nonce in nonces { #expect(nonce.count == length && nonce.allSatisfy(alphabet.contains)) }
        }
    }

    @Test("All characters are equally likely")
    func distribution() throws {
        // 62 does not divide 256: a plain remainder would favour eight characters by a quarter.
        let source = try RandomNonce.source(length: 1000)
        var counts: [UInt8: Int] = [:]
        for _ in 0..<(62 * 4) { for character in try source().utf8 { counts[character, default: 0] += 1 } }
        #expect(counts.count == 62)
        // 4000 are expected of each, with a standard deviation of 63.
        #expect(counts.values.allSatisfy { (3600...4400).contains($0) })
    }

    @Test(
        "Formats that could be guessed or need percent-encoding are refused",
        arguments: [
            (0, "ab"), (-1, "ab"), (63, "ab"), (10, RandomNonce.alphanumerics), (100, "a"), (100, ""), (100, "aab"),
            (100, "ab c"), (100, "ab+"), (100, "abé"), (1025, "abc"), (15, "0123456789abcdef"), (.max, "abc"),
        ])
    func refused(length: Int, alphabet: String) {
        #expect {
            try RandomNonce.source(length: length, alphabet: alphabet)
        } throws: { error in
            if case OAuth1Error.invalidNonceFormat = error { true } else { false }
        }
    }
}
