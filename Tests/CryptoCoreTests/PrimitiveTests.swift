import CryptoCore
import Testing

@Suite("Digests, secrets, randomness, encodings")
struct PrimitiveTests {
    @Test("digests of FIPS 180-4's examples")
    func digests() throws {
        let two = Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8)
        #expect(Hex.encode(try Digest.sha1(Array("abc".utf8))) == "a9993e364706816aba3e25717850c26c9cd0d89d")
        #expect(Hex.encode(try Digest.sha1(two)) == "84983e441c3bd26ebaae4aa1f95129e5e54670f1")
        #expect(Hex.encode(try Digest.sha1([])) == "da39a3ee5e6b4b0d3255bfef95601890afd80709")
        #expect(
            Hex.encode(try Digest.sha256(Array("abc".utf8)))
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(
            Hex.encode(try Digest.sha256(two))
                == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
    }

    @Test("a secret shows itself nowhere")
    func secretIsSilent() {
        let secret = SecretBytes(utf8: "hijklmnop")
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), dumped, "\([secret])"] {
            #expect(!text.contains("hijklmnop"))
            #expect(!text.contains("104"))
        }
    }

    @Test("secrets compare by content")
    func secretEquality() {
        let secret = SecretBytes(utf8: "hijklmnop")
        #expect(secret.isEqual(to: SecretBytes(Array("hijklmnop".utf8))))
        #expect(!secret.isEqual(to: SecretBytes(utf8: "hijklmnoq")))
        #expect(!secret.isEqual(to: SecretBytes(utf8: "hijklmno")))
        #expect(SecretBytes([]).isEqual(to: SecretBytes(utf8: "")))
        #expect(secret.count == 9)
    }

    @Test("a secret lends the bytes it was given")
    func secretContent() {
        let copied = SecretBytes(utf8: "hijklmnop").withBytes { span in span.indices.map { span[$0] } }
        #expect(copied == Array("hijklmnop".utf8))
    }

    @Test("random bytes have the asked length and do not repeat")
    func random() throws {
        #expect(try RandomBytes.generate(0).isEmpty)
        let draws = try (0..<200).map { _ in try RandomBytes.generate(16) }
        #expect(draws.allSatisfy { $0.count == 16 })
        #expect(Set(draws).count == draws.count)
    }

    @Test(
        "base64 of RFC 4648 section 10",
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

    @Test("the two alphabets differ in 62 and 63")
    func alphabets() {
        #expect(Base64.encode([0xfb, 0xff, 0xfe]) == "+//+")
        #expect(Base64.encodeURL([0xfb, 0xff, 0xfe]) == "-__-")
        #expect(Base64.decode("-__-") == nil)
        #expect(Base64.decodeURL("+//+") == nil)
    }

    @Test(
        "base64 has one spelling only",
        arguments: [
            "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "=", "==", "====", "Z===", "Zm 8=", "Zm8=\n", "Zm8\u{e9}", "Zm=8",
            "A",
        ])
    func base64Refused(text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test("base64 and hexadecimal of every length come back")
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
