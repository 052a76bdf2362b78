import CryptoCore
import Testing

@Suite("Secrets")
struct SecretBytesTests {
    @Test("No description of a secret shows it")
    func secretIsSilent() {
        let secret = SecretBytes(utf8: "hijklmnop")
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), dumped, "\([secret])"] {
            #expect(!text.contains("hijklmnop"))
            #expect(!text.contains("104"))
        }
    }

    @Test("Secrets are equal if their bytes are")
    func secretEquality() {
        let secret = SecretBytes(utf8: "hijklmnop")
        #expect(secret.isEqual(to: SecretBytes(Array("hijklmnop".utf8))))
        #expect(!secret.isEqual(to: SecretBytes(utf8: "hijklmnoq")))
        #expect(!secret.isEqual(to: SecretBytes(utf8: "hijklmno")))
        #expect(SecretBytes([]).isEqual(to: SecretBytes(utf8: "")))
        #expect(secret.count == 9)
    }

    @Test("A secret has the bytes that it was created from")
    func secretContent() {
        let copied = SecretBytes(utf8: "hijklmnop").withBytes { span in span.indices.map { span[$0] } }
        #expect(copied == Array("hijklmnop".utf8))
    }
}
