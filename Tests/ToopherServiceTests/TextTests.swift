#if Service

import CryptoCore
import DeviceProtocol
import Testing

@testable import ToopherService

@Suite("Identifiers, phrases and names") struct TextTests {
    @Test("Identifiers are version 4 UUIDs")
    func identifiers() throws {
        #expect(try Identifier.make { .init(repeating: 0xFF, count: $0) } == "ffffffff-ffff-4fff-bfff-ffffffffffff")
        #expect(try Identifier.make { .init(repeating: 0, count: $0) } == "00000000-0000-4000-8000-000000000000")
        let id = try Identifier.make(SystemRandom.source)
        #expect(Identifier.parse(id) == id)
        #expect(Identifier.parse(id.uppercased()) == id)
        for bad in [
            "", "1-1-1-1-1", "{\(id)}", id + "0", String(id.map { $0 == "-" ? "0" : $0 }), "é" + id.dropFirst(2),
        ] {
            #expect(Identifier.parse(bad) == nil)
        }
    }

    @Test("The word lists are large, distinct and plain")
    func words() {
        for words in [PhraseWords.adjectives, FingerprintWords.all] {
            #expect(words.count >= 350)
            #expect(Set(words).count == words.count)
            #expect(
                words.allSatisfy { (3...12).contains($0.utf8.count) && $0.utf8.allSatisfy { (97...122).contains($0) } })
        }
    }

    @Test("No word becomes another by one letter that is wrong, missing or too many, or by two that are swapped")
    func distance() {
        let words = (PhraseWords.adjectives + FingerprintWords.all).map { Array($0.utf8) }
        let known = Set(words)
        let letters = Array(UInt8(ascii: "a")...UInt8(ascii: "z"))
        for word in words {
            for position in word.indices {
                var neighbours = [Array(word[..<position] + word[(position + 1)...])]
                for letter in letters where letter != word[position] {
                    neighbours.append(word[..<position] + [letter] + word[(position + 1)...])
                }
                if position + 1 < word.count, word[position] != word[position + 1] {
                    var swapped = word
                    swapped.swapAt(position, position + 1)
                    neighbours.append(swapped)
                }
                // A letter too many is one too few, seen from the other word.
                #expect(known.isDisjoint(with: neighbours), "\(String(decoding: word, as: UTF8.self))")
            }
        }
    }

    @Test("A phrase is three words, and is found however it is typed")
    func phrases() throws {
        let words = PhraseWords.adjectives
        let phrase = try PairingPhrase.make { .init(repeating: 0, count: $0) }
        #expect(phrase == "\(words[0]) \(words[1]) \(FingerprintWords.all[0])")
        #expect(PairingPhrase.canonical("  Awkward-young\t\u{A0}TURTLE\n") == "awkward young turtle")
        let drawn = try Set((0..<2000).map { _ in try PairingPhrase.make(SystemRandom.source) })
        #expect(drawn.count > 1990)
        #expect(drawn.allSatisfy { PairingPhrase.canonical($0) == $0 })
        #expect(
            drawn.allSatisfy { phrase in
                let words = phrase.split(separator: " ")
                return words.count == 3 && words[0] != words[1]
            })
    }

    @Test("A fingerprint is the same four words for a key on every side, and others for another key")
    func fingerprints() throws {
        let point = [4] + [UInt8](repeating: 7, count: 64)
        // SHA-256 of the point, read as four numbers.
        let digest = try Digest.sha256(point)
        let words = FingerprintWords.all
        let expected = (0..<4).map { index in
            words[
                Int(digest[8 * index..<8 * index + 8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % UInt64(words.count))]
        }
        #expect(try DeviceFingerprint.words(x963: point) == expected.joined(separator: " "))
        let keys = try (0..<50).map { _ in try P256.PrivateKey().publicKey.x963Representation }
        #expect(try Set(keys.map { try DeviceFingerprint.words(x963: $0) }).count == 50)
        for position in [1, 32, 64] {
            var tampered = point
            tampered[position] ^= 1
            #expect(try DeviceFingerprint.words(x963: tampered) != DeviceFingerprint.words(x963: point))
        }
    }

    @Test(
        "A label gets its normal form, or is refused",
        arguments: [
            ("jdoe", "jdoe"), ("Zoë 日本 🐢", "Zoë 日本 🐢"), ("Zoe\u{308}", "Zo\u{EB}"), ("\u{212B}", "\u{C5}"),
            ("  a \u{A0}\u{3000} b ", "a b"), (String(repeating: "x", count: 256), String(repeating: "x", count: 256)),
            ("\u{3B1}\u{345}\u{301}", "\u{1FB4}"), ("a\u{300}\u{301}\u{302}", "\u{E0}\u{301}\u{302}"),
            ("", nil), ("   ", nil), ("a\nb", nil), ("a\tb", nil), ("a\u{0}b", nil), ("a\u{7F}", nil),
            ("a\u{85}b", nil),
            ("a\u{202E}b", nil), ("a\u{2066}b", nil), ("a\u{200E}b", nil), ("a\u{61C}b", nil), ("a\u{2028}b", nil),
            ("a\u{2029}b", nil), ("a\u{200B}b", nil), ("a\u{200C}b", nil), ("a\u{200D}b", nil), ("a\u{2060}", nil),
            ("\u{FEFF}a", nil), ("a\u{AD}b", nil), ("a\u{34F}b", nil), ("a\u{180E}b", nil), ("a\u{FE0F}", nil),
            ("a\u{E0041}", nil), ("a\u{E0100}", nil), ("a\u{115F}", nil), ("a\u{1160}", nil), ("a\u{3164}", nil),
            ("a\u{FFA0}", nil), ("a\u{2800}b", nil), ("\u{3164}", nil), ("a\u{E000}", nil), ("a\u{10FFFD}", nil),
            ("a\u{378}", nil), ("jos\u{FFFD}", nil), ("a\u{FFFF}", nil), ("\u{301}", nil), ("\u{301}a", nil),
            ("a \u{301}b", nil),
            ("a\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}", nil),
            (String(repeating: "x", count: 257), nil), (String(repeating: "日", count: 200), nil),
            (String(repeating: "x", count: 100_000), nil),
        ] as [(String, String?)])
    func labels(_ text: String, _ label: String?) {
        let normal = DisplayName.normalized(text)
        #expect(normal.map { Array($0.utf8) } == label.map { Array($0.utf8) })
        guard let normal else { return #expect(!DisplayName.isNormal(text)) }
        #expect(DisplayName.isNormal(normal), "a normal form is its own")
        #expect(DisplayName.isNormal(text) == text.utf8.elementsEqual(normal.utf8))
    }

    @Test("The name of a user in another form is refused, not taken for the user of that name")
    func userNames() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let phone = try await Phone.registered(with: harness)
            for name in ["jose\u{301}", " jdoe", "jdoe ", "j  doe", "j\u{A0}doe"] {
                let response = try await harness.post(
                    "/v1/pairings/create", [("pairing_phrase", try await phone.phrase()), ("user_name", name)], as: shop
                )
                #expect(response.refusal == "400 400 Invalid parameter: user_name")
            }
            _ = try await harness.pair(phone, user: "jos\u{E9}", with: shop)
        }
    }
}

#endif
