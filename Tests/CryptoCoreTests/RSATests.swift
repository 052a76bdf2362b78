import Testing

@testable import CryptoCore

@Suite("RSA with PKCS #1 v1.5 padding")
struct RSATests {
    static let signatures: [(HashAlgorithm, [String])] = [
        (.sha1, RSAFixtures.sha1Signatures), (.sha256, RSAFixtures.sha256Signatures),
        (.sha512, RSAFixtures.sha512Signatures),
    ]

    static func isValid(_ signature: [UInt8], _ message: String, _ hash: HashAlgorithm, _ pem: String) throws -> Bool {
        let message = Array(message.utf8)
        return try RSAPublicKey(pem: pem).isValid(signature.span, for: message.span, using: hash)
    }

    @Test("signatures are those of OpenSSL's command line, from both kinds of private key")
    func sign() throws {
        for pem in [RSAFixtures.pkcs8, RSAFixtures.pkcs1, "some text\n\(RSAFixtures.pkcs8)\nmore text\n"] {
            let key = try RSAPrivateKey(pem: pem)
            #expect(key.bitCount == 2048)
            for (hash, signatures) in Self.signatures {
                for (message, signature) in zip(RSAFixtures.messages, signatures) {
                    let message = Array(message.utf8)
                    #expect(Hex.encode(try key.sign(message.span, using: hash)) == signature)
                }
            }
        }
    }

    @Test(
        "each kind of public key verifies them",
        arguments: [RSAFixtures.spki, RSAFixtures.pkcs1Public, RSAFixtures.certificate])
    func verify(pem: String) throws {
        for (hash, signatures) in Self.signatures {
            for (message, signature) in zip(RSAFixtures.messages, signatures) {
                #expect(try Self.isValid(#require(Hex.decode(signature)), message, hash, pem))
            }
        }
    }

    @Test("a changed signature, message, hash or key is refused", arguments: [HashAlgorithm.sha1, .sha256, .sha512])
    func tampered(hash: HashAlgorithm) throws {
        let message = RSAFixtures.messages[1]
        let text = try #require(Self.signatures.first { $0.0 == hash }?.1[1])
        let signature = try #require(Hex.decode(text))
        for index in stride(from: 0, to: signature.count * 8, by: 13) {
            var changed = signature
            changed[index / 8] ^= 1 << (index % 8)
            #expect(try !Self.isValid(changed, message, hash, RSAFixtures.spki))
        }
        for changed in [
            [], Array(signature.dropLast()), signature + [0], [0] + signature, Array(signature.dropFirst()),
        ] {
            #expect(try !Self.isValid(changed, message, hash, RSAFixtures.spki))
        }
        for value in [UInt8(0), 1, 0xff] {
            #expect(try !Self.isValid([UInt8](repeating: value, count: 256), message, hash, RSAFixtures.spki))
        }
        #expect(try !Self.isValid(signature, message + " ", hash, RSAFixtures.spki))
        #expect(try !Self.isValid(signature, "", hash, RSAFixtures.spki))
        #expect(try !Self.isValid(signature, message, hash, RSAFixtures.otherPublic))
        for other in HashAlgorithm.allCases where other != hash {
            #expect(try !Self.isValid(signature, message, other, RSAFixtures.spki))
        }
    }

    @Test("encodings that are not the one of the RFC are refused, though the key itself made them")
    func misshapen() throws {
        for (what, signature) in RSAFixtures.misshapen {
            let signature = try #require(Hex.decode(signature))
            #expect(signature.count == 256)
            #expect(try !Self.isValid(signature, RSAFixtures.messages[1], .sha256, RSAFixtures.spki), "\(what)")
        }
    }

    @Test("a cube root made without the key is refused")
    func cubeRoot() throws {
        let forged = try #require(Hex.decode(RSAFixtures.cubeRoot))
        #expect(try !Self.isValid(forged, RSAFixtures.messages[1], .sha256, RSAFixtures.exponent3))
    }

    @Test(
        "what is no private key of a sound size is refused",
        arguments: [
            RSAFixtures.short, RSAFixtures.elliptic, RSAFixtures.pss, RSAFixtures.encrypted, RSAFixtures.encryptedPKCS1,
            RSAFixtures.spki, RSAFixtures.certificate, RSAFixtures.shortPublic, "", "-----BEGIN PRIVATE KEY-----",
            "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n",
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        ])
    func noPrivateKey(pem: String) {
        #expect {
            try RSAPrivateKey(pem: pem)
        } throws: { error in
            guard case CryptoError.invalidKey("RSA private key", let reasons) = error else { return false }
            return !reasons.isEmpty
        }
        #expect(ErrorQueue.drain().isEmpty)
    }

    @Test(
        "what is no public key of a sound size is refused",
        arguments: [
            RSAFixtures.shortPublic, RSAFixtures.ellipticPublic, RSAFixtures.pssPublic, RSAFixtures.pkcs8,
            RSAFixtures.pkcs1, "", "x", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        ])
    func noPublicKey(pem: String) {
        #expect {
            try RSAPublicKey(pem: pem)
        } throws: { error in
            guard case CryptoError.invalidKey("RSA public key", let reasons) = error else { return false }
            return !reasons.isEmpty
        }
        #expect(ErrorQueue.drain().isEmpty)
    }

    @Test("an encrypted key is told apart, and nobody is asked for its password")
    func encrypted() {
        for pem in [RSAFixtures.encrypted, RSAFixtures.encryptedPKCS1] {
            #expect(
                throws: CryptoError.invalidKey(
                    kind: "RSA private key", reasons: ["it is encrypted; decrypt it first"])
            ) { try RSAPrivateKey(pem: pem) }
        }
    }

    @Test("a PEM text with bytes changed, cut or repeated is a key or an error, and no key signs wrongly")
    func damaged() throws {
        let pem = Array(RSAFixtures.pkcs1.utf8)
        let message = Array("m".utf8)
        let good = try RSAPublicKey(pem: RSAFixtures.spki)
        for index in stride(from: 0, to: pem.count, by: 5) {
            var changed = pem
            changed[index] = changed[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            for text in [changed, Array(pem[..<index]), Array(pem[index...])] {
                guard let key = try? RSAPrivateKey(pem: SecretBytes(text)) else { continue }
                let signature = try key.sign(message.span, using: .sha256)
                let isOwn = try key.publicKey.isValid(signature.span, for: message.span, using: .sha256)
                #expect(try isOwn || good.isValid(signature.span, for: message.span, using: .sha256))
            }
        }
        #expect(throws: CryptoError.self) { try RSAPublicKey(pem: [UInt8](repeating: 0x41, count: 1 << 17)) }
    }
}
