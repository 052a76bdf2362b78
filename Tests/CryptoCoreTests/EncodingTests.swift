import CryptoCore
import Testing

@Suite("Encodings")
struct EncodingTests {
    @Test(
        "The examples of RFC 4648 section 10 are reproduced",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ])
    func base64(plain: String, encoded: String) {
        #expect(Base64.encode(Array(plain.utf8)) == encoded)
        #expect(Base64.decode(encoded) == Array(plain.utf8))
        let unpadded = String(encoded.prefix { $0 != "=" })
        #expect(Base64.encodeURL(Array(plain.utf8)) == unpadded)
        #expect(Base64.decodeURL(unpadded) == Array(plain.utf8))
    }

    @Test("The two alphabets differ in the digits 62 and 63")
    func alphabets() {
        #expect(Base64.encode([0xfb, 0xff, 0xfe]) == "+//+")
        #expect(Base64.encodeURL([0xfb, 0xff, 0xfe]) == "-__-")
        #expect(Base64.decode("-__-") == nil)
        #expect(Base64.decodeURL("+//+") == nil)
    }

    @Test(
        "A second spelling of the same bytes is refused",
        arguments: [
            "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "=", "==", "====", "Z===", "Zm 8=", "Zm8=\n", "Zm8\u{e9}", "Zm=8",
            "A",
        ])
    func base64Refused(text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test("Bytes of every length are decoded as they were encoded")
    func roundTrip() throws {
        for length in 0..<70 {
            let bytes = try RandomBytes.generate(length)
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
            #expect(Base64.decodeURL(Base64.encodeURL(bytes)) == bytes)
            #expect(Hex.decode(Hex.encode(bytes)) == bytes)
        }
        #expect(Hex.decode("0") == nil)
        #expect(Hex.decode("0g") == nil)
        #expect(Hex.decode("fF") == [255])
    }
}
