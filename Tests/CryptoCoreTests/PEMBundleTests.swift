import TestSupport
import Testing

@testable import CryptoCore

@Suite("PEM texts with several blocks")
struct PEMBundleTests {
    static let passphrase = SecretBytes(utf8: "correct-horse")

    static func isTheFixture(_ key: RSAPublicKey) throws -> Bool {
        let signature = try #require(Hex.decode(RSAFixtures.sha256Signatures[1]))
        return try RSATests.isValid(signature, RSAFixtures.messages[1], .sha256, key)
    }

    @Test("A private key and certificates may stand in any order, for signing and for verifying")
    func order() throws {
        let other = PEMFixtures.text(PackageResources.other_certificate_pem)
        for pem in [
            RSAFixtures.pkcs8 + "\n" + RSAFixtures.certificate, RSAFixtures.certificate + RSAFixtures.pkcs8,
            [other, RSAFixtures.pkcs1, RSAFixtures.certificate].joined(separator: "\n"),
            [RSAFixtures.certificate, other, RSAFixtures.pkcs8].joined(separator: "\r"),
            [other, RSAFixtures.certificate, RSAFixtures.pkcs8, RSAFixtures.otherPublic].joined(separator: "\n"),
            PEMFixtures.text(PackageResources.pkcs12_nodes_pem),
        ] {
            #expect(try Self.isTheFixture(RSAPrivateKey(pemRepresentation: pem).publicKey))
            // The chain's other certificate does not decide, wherever it stands.
            #expect(try Self.isTheFixture(RSAPublicKey(pemRepresentation: pem)))
        }
    }

    @Test("Without a private key that can be read, the first public key or certificate verifies")
    func firstPublicKey() throws {
        let other = PEMFixtures.text(PackageResources.other_certificate_pem)
        let encrypted = PEMFixtures.text(PackageResources.key_pbkdf2_pem)
        for pem in [
            RSAFixtures.certificate + "\n" + other, RSAFixtures.spki + "\n" + other,
            encrypted + RSAFixtures.certificate + "\n" + other, PEMFixtures.text(PackageResources.pkcs12_encrypted_pem),
            RSAFixtures.encryptedPKCS1 + "\n" + RSAFixtures.certificate,
        ] {
            #expect(try Self.isTheFixture(RSAPublicKey(pemRepresentation: pem)))
        }
        #expect(try !Self.isTheFixture(RSAPublicKey(pemRepresentation: other + RSAFixtures.certificate)))
    }

    @Test("The public half of a private key does not contain the private one")
    func publicHalf() throws {
        let key = try PKey.publicKey(inPEM: Array(RSAFixtures.pkcs8.utf8).span, kind: "key")
        #expect(throws: CryptoError.self) { try key.signature(for: [1].span, using: .sha256) }
        #expect(ErrorQueue.drain().isEmpty)
    }

    @Test("A bundle that is cut off anywhere before the end of its key is refused")
    func truncated() throws {
        let bundle = PackageResources.pkcs12_nodes_pem
        let complete = bundle.count - 1
        for count in 0..<complete {
            #expect(throws: CryptoError.self) {
                try RSAPrivateKey(pemRepresentation: SecretBytes(Array(bundle[..<count])))
            }
        }
        #expect(try RSAPrivateKey(pemRepresentation: SecretBytes(Array(bundle[..<complete]))).bitCount == 2048)
        #expect(ErrorQueue.drain().isEmpty)
    }

    @Test("A bundle that is cut off is refused for verifying too, unless it ends between two blocks")
    func truncatedPublic() throws {
        let bundle = PackageResources.pkcs12_nodes_pem
        for count in 0..<bundle.count - 1 {
            guard let key = try? RSAPublicKey(pemRepresentation: Array(bundle[..<count])) else { continue }
            #expect(try Self.isTheFixture(key))
            #expect(PEMFixtures.text(Array(bundle[..<count])).contains("-----END CERTIFICATE-----"))
        }
        #expect(ErrorQueue.drain().isEmpty)
    }

    @Test("A key whose bytes are cut off at any length is refused under each label")
    func truncatedDER() throws {
        for pem in [
            RSAFixtures.pkcs8, RSAFixtures.pkcs1, RSAFixtures.spki, RSAFixtures.pkcs1Public, RSAFixtures.certificate,
        ] {
            let (label, der) = try PEMFixtures.block(pem)
            for count in stride(from: 0, to: der.count, by: label == "CERTIFICATE" ? 1 : 3) {
                let cut = DERNumbers.pem(label, Array(der[..<count]))
                #expect(throws: CryptoError.self) { try RSAPrivateKey(pemRepresentation: cut) }
                #expect(throws: CryptoError.self) { try RSAPublicKey(pemRepresentation: cut) }
            }
        }
        #expect(ErrorQueue.drain().isEmpty)
    }
}
