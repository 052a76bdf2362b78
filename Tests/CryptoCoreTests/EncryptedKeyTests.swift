import TestSupport
import Testing

@testable import CryptoCore

@Suite("Encrypted private keys")
struct EncryptedKeyTests {
    static let passphrase = SecretBytes(utf8: "correct-horse")
    static let kind = "RSA private key"

    /// How `openssl` encrypted a key.
    struct Encryption: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var pem: [UInt8]
    }

    static let supported = [
        Encryption(testDescription: "PBKDF2, SHA-256, AES-256", pem: PackageResources.key_pbkdf2_pem),
        Encryption(testDescription: "PBKDF2, SHA-1, 3DES", pem: PackageResources.key_pbkdf2_sha1_pem),
        Encryption(testDescription: "scrypt", pem: PackageResources.key_scrypt_pem),
        Encryption(testDescription: "with a certificate", pem: PackageResources.pkcs12_encrypted_pem),
    ]

    static func key(_ pem: [UInt8], _ passphrase: SecretBytes? = passphrase) throws -> RSAPrivateKey {
        try RSAPrivateKey(pemRepresentation: SecretBytes(pem), passphrase: passphrase)
    }

    static func refusal(_ pem: [UInt8], _ passphrase: SecretBytes? = passphrase) -> CryptoError? {
        #expect(throws: CryptoError.self) { try key(pem, passphrase) }
    }

    @Test("The passphrase decrypts the key", arguments: supported)
    func decrypted(encryption: Encryption) throws {
        let message = Array(RSAFixtures.messages[1].utf8)
        let signature = try Self.key(encryption.pem).signature(for: message.span, using: .sha256)
        #expect(Hex.encode(signature) == RSAFixtures.sha256Signatures[1])
        let respelled = encryption.pem.map { $0 == UInt8(ascii: "\n") ? UInt8(ascii: "\r") : $0 }
        #expect(try Self.key([0xef, 0xbb, 0xbf] + respelled).bitCount == 2048)
        #expect(ErrorQueue.drain().isEmpty)
    }

    @Test("Another passphrase is refused as wrong, and none as missing", arguments: supported)
    func wrongPassphrase(encryption: Encryption) {
        for wrong in ["", "correct-hors", "correct-horse ", "Correct-horse", "correct-horse\n"] {
            let passphrase = SecretBytes(utf8: wrong)
            #expect(Self.refusal(encryption.pem, passphrase) == .wrongPassphrase(kind: Self.kind))
        }
        #expect(Self.refusal(encryption.pem, nil) == .passphraseRequired(kind: Self.kind))
        #expect(ErrorQueue.drain().isEmpty)
    }

    @Test("An empty passphrase and one of any bytes decrypt")
    func passphrases() throws {
        #expect(try Self.key(PackageResources.key_empty_passphrase_pem, SecretBytes([])).bitCount == 2048)
        #expect(
            Self.refusal(PackageResources.key_empty_passphrase_pem, Self.passphrase)
                == .wrongPassphrase(kind: Self.kind))
        #expect(Self.refusal(PackageResources.key_empty_passphrase_pem, nil) == .passphraseRequired(kind: Self.kind))
        #expect(
            try Self.key(PackageResources.key_latin1_passphrase_pem, SecretBytes([0x6d, 0xfc, 0x80])).bitCount == 2048)
        #expect(
            Self.refusal(PackageResources.key_latin1_passphrase_pem, SecretBytes(utf8: "mü"))
                == .wrongPassphrase(kind: Self.kind))
    }

    @Test("A passphrase for a key that is not encrypted is ignored")
    func superfluous() throws {
        #expect(try Self.key(Array(RSAFixtures.pkcs8.utf8)).bitCount == 2048)
    }

    @Test("The errors of a passphrase name the command that decrypts, and not the passphrase")
    func descriptions() {
        for error in [CryptoError.passphraseRequired(kind: Self.kind), .wrongPassphrase(kind: Self.kind)] {
            #expect(error.description.contains("openssl pkey -in KEY -out NEW.pem"))
            #expect(error.description.contains(Self.kind) && !error.description.contains("horse"))
        }
    }

    @Test("An encryption that is not PBES2 is refused, with the commands that replace it")
    func unsupported() {
        for pem in [PackageResources.key_pbes1_pem, PackageResources.key_traditional_pem] {
            for passphrase in [Self.passphrase, SecretBytes(utf8: "x")] {
                guard case .invalidKey(Self.kind, let reasons) = Self.refusal(pem, passphrase) else {
                    Issue.record("not an invalid key")
                    continue
                }
                #expect(reasons.count == 1 && reasons[0].contains("decrypt it: openssl pkey -in KEY -out NEW.pem"))
                #expect(reasons[0].contains("openssl pkcs8 -topk8 -in KEY -out NEW.pem"))
            }
        }
        #expect(ErrorQueue.drain().isEmpty)
    }

    @Test("A passphrase that is stretched with too many rounds is refused before it is", .timeLimit(.minutes(10)))
    func costly() {
        for pem in [PackageResources.key_slow_pbkdf2_pem, PackageResources.key_slow_scrypt_pem] {
            guard case .invalidKey(Self.kind, let reasons) = Self.refusal(pem) else {
                Issue.record("not an invalid key")
                continue
            }
            #expect(reasons.first?.hasPrefix("its passphrase is stretched with too many rounds") == true)
        }
    }

    @Test("The cost of the derivation is read from its parameters")
    func derivations() throws {
        func derivation(_ pem: [UInt8]) throws -> EncryptedPrivateKey.Derivation? {
            let block = try PEMFixtures.block(PEMFixtures.text(pem))
            return try EncryptedPrivateKey(SecretBytes(block.der), kind: "key").derivation
        }
        #expect(try derivation(PackageResources.key_pbkdf2_pem) == .pbkdf2(rounds: 2048))
        #expect(try derivation(PackageResources.key_pbkdf2_sha1_pem) == .pbkdf2(rounds: 1000))
        #expect(try derivation(PackageResources.key_slow_pbkdf2_pem) == .pbkdf2(rounds: 10_000_001))
        #expect(try derivation(PackageResources.key_scrypt_pem) == .scrypt(work: 1 << 17))
        #expect(try derivation(PackageResources.key_slow_scrypt_pem) == .scrypt(work: 33 << 17))
        #expect(try derivation(PackageResources.key_pbes1_pem) == nil)
        #expect(ErrorQueue.drain().isEmpty)
    }

    @Test(
        "An encrypted key that is cut off, lengthened or changed is refused, or is the same key", arguments: supported)
    func damaged(encryption: Encryption) throws {
        let text = PEMFixtures.text(encryption.pem)
        let start = try #require(text.firstRange(of: "-----BEGIN ENCRYPTED")).lowerBound
        let end = try #require(text.firstRange(of: "-----END ENCRYPTED PRIVATE KEY-----")).upperBound
        let (label, der) = try PEMFixtures.block(String(text[start..<end]))
        for count in 0..<der.count {
            let cut = DERNumbers.pem(label, Array(der[..<count]))
            #expect(throws: CryptoError.self) { try Self.key(Array(cut.utf8)) }
        }
        #expect(
            Self.refusal(Array(DERNumbers.pem(label, der + [0]).utf8))
                == .invalidKey(kind: Self.kind, reasons: ["bytes follow the key in the PEM block"]))
        let message = Array(RSAFixtures.messages[1].utf8)
        // To try scrypt takes fifty times as long.
        for index in stride(from: 0, to: der.count, by: encryption.testDescription == "scrypt" ? 71 : 7) {
            var changed = der
            changed[index] ^= index.isMultiple(of: 2) ? 1 : 0x80
            guard let key = try? Self.key(Array(DERNumbers.pem(label, changed).utf8)) else { continue }
            let signature = try key.signature(for: message.span, using: .sha256)
            #expect(Hex.encode(signature) == RSAFixtures.sha256Signatures[1])
        }
        #expect(ErrorQueue.drain().isEmpty)
    }

    @Test(
        "A key of another algorithm says what it is, encrypted too",
        arguments: [
            (PackageResources.ec_sec1_pem, "EC (prime256v1)"), (PackageResources.ec_encrypted_pem, "EC (prime256v1)"),
            (PackageResources.dsa_pem, "DSA"), (PackageResources.dsa_traditional_pem, "DSA"),
            (PackageResources.ed25519_pem, "ED25519"),
        ])
    func otherAlgorithm(pem: [UInt8], name: String) {
        #expect(
            Self.refusal(pem) == .invalidKey(kind: Self.kind, reasons: ["its algorithm is \(name), and not RSA"]))
        #expect(ErrorQueue.drain().isEmpty)
    }

    @Test("A public key of another algorithm says what it is")
    func otherPublicAlgorithm() {
        for (pem, name) in [
            (PackageResources.dsa_public_pem, "DSA"), (Array(RSAFixtures.ellipticPublic.utf8), "EC (prime256v1)"),
            (PackageResources.ec_sec1_pem, "EC (prime256v1)"), (PackageResources.ec_certificate_pem, "EC (prime256v1)"),
        ] {
            let expected = CryptoError.invalidKey(
                kind: "RSA public key", reasons: ["its algorithm is \(name), and not RSA"])
            #expect(throws: expected) { try RSAPublicKey(pemRepresentation: pem) }
        }
    }

    @Test("A key in OpenSSH's format is refused, with the command that converts it")
    func openSSH() {
        let pem = DERNumbers.pem("OPENSSH PRIVATE KEY", Array("openssh-key-v1\0".utf8))
        #expect("\(Self.refusal(Array(pem.utf8)).map { "\($0)" } ?? "")".contains("ssh-keygen -p -m PKCS8 -f COPY"))
    }
}
