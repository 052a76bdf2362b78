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
        for words in [PhraseWords.adjectives, PhraseWords.nouns] {
            #expect(words.count >= 250)
            #expect(Set(words).count == words.count)
            #expect(
                words.allSatisfy { (3...12).contains($0.utf8.count) && $0.utf8.allSatisfy { (97...122).contains($0) } })
        }
    }

    @Test("A phrase is two words, and is found however it is typed")
    func phrases() throws {
        let phrase = try PairingPhrase.make { .init(repeating: 0, count: $0) }
        #expect(phrase == "\(PhraseWords.adjectives[0]) \(PhraseWords.nouns[0])")
        #expect(PairingPhrase.canonical("  Awkward\t\u{A0}TURTLE\n") == "awkward turtle")
        let drawn = try Set((0..<200).map { _ in try PairingPhrase.make(SystemRandom.source) })
        #expect(drawn.count > 190)
        #expect(drawn.allSatisfy { PairingPhrase.canonical($0) == $0 })
    }

    @Test(
        "Names that hide or reorder text are refused",
        arguments: [
            ("jdoe", true), ("Zoë 日本 🐢", true), ("a b", true), (String(repeating: "x", count: 256), true), ("", false),
            ("   ", false), ("a\nb", false), ("a\u{0}b", false), ("a\u{202E}b", false), ("a\u{2066}b", false),
            ("a\u{2028}b", false), ("a\u{7F}", false), (String(repeating: "x", count: 257), false),
            ("a\u{61C}b", false), ("a\u{200B}b", false), ("a\u{2060}", false), ("\u{FEFF}a", false),
            ("a\u{AD}b", false), ("a\u{E0041}", false), ("\u{3164}", false), ("\u{2800} \u{2800}", false),
            ("a\u{FE0F}", false), ("a\u{200D}b", false), ("a\u{E000}", false), ("a\u{2800}b", true),
        ])
    func names(_ name: String, _ isValid: Bool) {
        #expect(DisplayName.isValid(name) == isValid)
    }
}

#endif
