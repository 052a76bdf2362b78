import TestSupport
import Testing

@testable import CryptoCore

@Suite("RSA keys in PEM texts")
struct RSAPEMTests {
    @Test("A text of 64 KiB is accepted, a longer one is refused")
    func length() throws {
        let room = (64 << 10) - RSAFixtures.spki.utf8.count
        let padding = String(repeating: "\n", count: room)
        #expect(try RSAPublicKey(pemRepresentation: RSAFixtures.spki + padding).bitCount == 2048)
        #expect(
            throws: CryptoError.invalidKey(kind: "RSA public key", reasons: ["the text is longer than 65536 bytes"])
        ) { try RSAPublicKey(pemRepresentation: RSAFixtures.spki + padding + "\n") }
        #expect(throws: CryptoError.self) {
            try RSAPrivateKey(pemRepresentation: String(repeating: "A", count: 1 << 20))
        }
    }

    @Test("A text without a PEM block is refused")
    func noBlock() {
        for pem in [
            "", "x", "\0", "-----BEGIN PRIVATE KEY-----", "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n",
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
            "-----BEGIN PRIVATE KEY-----\n!!!!\n-----END PRIVATE KEY-----\n",
            "-----BEGIN -----\nAAAA\n-----END -----\n", String(repeating: "-----BEGIN ", count: 1000),
        ] {
            #expect(throws: CryptoError.self) { try RSAPrivateKey(pemRepresentation: pem) }
            #expect(throws: CryptoError.self) { try RSAPublicKey(pemRepresentation: pem) }
        }
        #expect(ErrorQueue.drain().isEmpty)
    }

    @Test("A label of control characters does not appear in the error")
    func label() {
        let pem = "-----BEGIN \u{1b}[31mKEY-----\nAAAA\n-----END \u{1b}[31mKEY-----\n"
        #expect(
            throws: CryptoError.invalidKey(kind: "RSA public key", reasons: ["the text holds no PEM block"])
        ) { try RSAPublicKey(pemRepresentation: pem) }
    }

    @Test("Header lines are refused even if they do not declare encryption")
    func headers() {
        let comment = RSAFixtures.spki.replacing("KEY-----\nM", with: "KEY-----\nComment: x\n\nM", maxReplacements: 1)
        #expect(
            throws: CryptoError.invalidKey(
                kind: "RSA public key", reasons: ["the PEM block PUBLIC KEY has header lines"])
        ) { try RSAPublicKey(pemRepresentation: comment) }
    }

    @Test("Bytes after the key in the block are refused")
    func trailing() throws {
        let privateKey = try DERNumbers(pem: RSAFixtures.pkcs1).der
        let publicKey = try DERNumbers(pem: RSAFixtures.pkcs1Public).der
        #expect(throws: Self.trailingBytes("RSA private key")) {
            try RSAPrivateKey(pemRepresentation: DERNumbers.pem("RSA PRIVATE KEY", privateKey + [0]))
        }
        #expect(throws: Self.trailingBytes("RSA public key")) {
            try RSAPublicKey(pemRepresentation: DERNumbers.pem("RSA PUBLIC KEY", publicKey + [5, 0]))
        }
    }

    private static func trailingBytes(_ kind: String) -> CryptoError {
        .invalidKey(kind: kind, reasons: ["bytes follow the key in the PEM block"])
    }

    @Test(
        "Random bytes of many lengths are refused under each label",
        arguments: [
            "PRIVATE KEY", "RSA PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "PUBLIC KEY", "RSA PUBLIC KEY", "CERTIFICATE",
        ])
    func random(label: String) {
        var generator = SeededGenerator(seed: 1)
        for length in Array(0..<200) + [1000, 30_000] {
            var bytes = generator.bytes(length)
            // Every other one begins as DER does.
            if length > 0, length.isMultiple(of: 2) { bytes[0] = 0x30 }
            let pem = DERNumbers.pem(label, bytes)
            #expect(throws: CryptoError.self) { try RSAPrivateKey(pemRepresentation: pem) }
            #expect(throws: CryptoError.self) { try RSAPublicKey(pemRepresentation: pem) }
        }
        #expect(ErrorQueue.drain().isEmpty)
    }

    @Test("A private key with bytes changed, cut or repeated is the same key or refused")
    func damagedPrivate() throws {
        let message = Array(RSAFixtures.messages[1].utf8)
        for text in Self.damaged(RSAFixtures.pkcs1) + Self.damaged(RSAFixtures.pkcs8) {
            guard let key = try? RSAPrivateKey(pemRepresentation: SecretBytes(text)) else { continue }
            #expect(Hex.encode(try key.signature(for: message.span, using: .sha256)) == RSAFixtures.sha256Signatures[1])
        }
        #expect(ErrorQueue.drain().isEmpty)
    }

    @Test("A public key with bytes changed, cut or repeated is a key or refused")
    func damagedPublic() throws {
        let signature = try #require(Hex.decode(RSAFixtures.sha256Signatures[1]))
        for pem in [RSAFixtures.spki, RSAFixtures.pkcs1Public, RSAFixtures.certificate] {
            for text in Self.damaged(pem) {
                guard let key = try? RSAPublicKey(pemRepresentation: text) else { continue }
                #expect(key.bitCount >= 2047)
                _ = try RSATests.isValid(signature, RSAFixtures.messages[1], .sha256, key)
            }
        }
        #expect(ErrorQueue.drain().isEmpty)
    }

    /// Returns the text with a byte changed, cut short, without its beginning, or with a byte repeated, at many places.
    private static func damaged(_ pem: String) -> [[UInt8]] {
        let pem = Array(pem.utf8)
        return stride(from: 0, to: pem.count, by: 11).flatMap { (index: Int) -> [[UInt8]] in
            var changed = pem
            changed[index] = changed[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            return [changed, Array(pem[..<index]), Array(pem[index...]), Array(pem[...index] + pem[index...])]
        }
    }
}
