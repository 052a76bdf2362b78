import CryptoCore
import Testing

@Suite("Base32")
struct Base32Tests {
    @Test(
        "The examples of RFC 4648 section 10, without padding",
        arguments: [
            ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ])
    func published(plain: String, encoded: String) {
        #expect(Base32.encode(Array(plain.utf8)) == encoded)
        #expect(Base32.decode(encoded) == Array(plain.utf8))
        #expect(Base32.decode(encoded.lowercased()) == Array(plain.utf8))
    }

    @Test("Every length and byte survives")
    func everyByte() {
        let bytes = (0...255).map { UInt8($0) }
        for count in 0...bytes.count {
            let some = Array(bytes.suffix(count))
            #expect(Base32.decode(Base32.encode(some)) == some)
        }
    }

    @Test(
        "What is malformed is refused",
        arguments: ["M", "MZX", "MZXW6Y", "MZ", "MZXW6YR", "MY======", "M Y", "M1", "M8", "M0", "MÝ", "M\0", "-Y"])
    func malformed(text: String) {
        #expect(Base32.decode(text) == nil)
    }
}
