import TestSupport
import Testing

@testable import CryptoCore

@Suite("RSA signatures")
struct RSATests {
    static let signatures: [(HashAlgorithm, [String])] = [
        (.sha1, RSAFixtures.sha1Signatures), (.sha256, RSAFixtures.sha256Signatures),
        (.sha512, RSAFixtures.sha512Signatures),
    ]

    static func isValid(_ signature: [UInt8], _ message: String, _ hash: HashAlgorithm, _ pem: String) throws -> Bool {
        try isValid(signature, message, hash, RSAPublicKey(pemRepresentation: pem))
    }

    static func isValid(
        _ signature: [UInt8], _ message: String, _ hash: HashAlgorithm, _ key: RSAPublicKey
    ) throws -> Bool {
        let message = Array(message.utf8)
        return try key.isValidSignature(signature.span, for: message.span, using: hash)
    }

    @Test("Signatures are those of OpenSSL's command line, from both kinds of private key")
    func sign() throws {
        for pem in [RSAFixtures.pkcs8, RSAFixtures.pkcs1] {
            let key = try RSAPrivateKey(pemRepresentation: pem)
            #expect(key.bitCount == 2048)
            #expect(key.publicKey.bitCount == 2048)
            for (hash, signatures) in Self.signatures {
                for (message, signature) in zip(RSAFixtures.messages, signatures) {
                    let bytes = Array(message.utf8)
                    let made = try key.signature(for: bytes.span, using: hash)
                    #expect(Hex.encode(made) == signature)
                    #expect(try Self.isValid(made, message, hash, key.publicKey))
                }
            }
        }
    }

    @Test("Each kind of public key verifies them")
    func verify() throws {
        for pem in [RSAFixtures.spki, RSAFixtures.pkcs1Public, RSAFixtures.certificate] {
            let key = try RSAPublicKey(pemRepresentation: pem)
            for (hash, signatures) in Self.signatures {
                for (message, signature) in zip(RSAFixtures.messages, signatures) {
                    #expect(try Self.isValid(#require(Hex.decode(signature)), message, hash, key))
                }
            }
        }
    }

    @Test(
        "A changed signature, message, hash function or key is refused",
        arguments: [HashAlgorithm.sha1, .sha256, .sha512])
    func tampered(hash: HashAlgorithm) throws {
        let message = RSAFixtures.messages[1]
        let text = try #require(Self.signatures.first { $0.0 == hash }?.1[1])
        let signature = try #require(Hex.decode(text))
        let key = try RSAPublicKey(pemRepresentation: RSAFixtures.spki)
        for bit in 0..<(signature.count * 8) {
            var changed = signature
            changed[bit / 8] ^= 1 << (bit % 8)
            #expect(try !Self.isValid(changed, message, hash, key))
        }
        for length in 0..<signature.count {
            #expect(try !Self.isValid(Array(signature.prefix(length)), message, hash, key))
        }
        for changed in [signature + [0], [0] + signature, Array(signature.dropFirst()), signature + signature] {
            #expect(try !Self.isValid(changed, message, hash, key))
        }
        #expect(try !Self.isValid(signature, message + " ", hash, key))
        #expect(try !Self.isValid(signature, "", hash, key))
        #expect(try !Self.isValid(signature, message, hash, RSAFixtures.otherPublic))
        #expect(try !Self.isValid(signature, message, hash, RSAFixtures.exponent3))
        for other in HashAlgorithm.allCases where other != hash {
            #expect(try !Self.isValid(signature, message, other, key))
        }
        #expect(ErrorQueue.drain().isEmpty)
    }

    @Test("Many tasks can sign with one key concurrently")
    func concurrent() async throws {
        let key = try RSAPrivateKey(pemRepresentation: RSAFixtures.pkcs8)
        let message = Array(RSAFixtures.messages[1].utf8)
        try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<4 {
                group.addTask {
                    try (0..<20).map { _ in Hex.encode(try key.signature(for: message.span, using: .sha256)) }
                }
            }
            for try await made in group {
                #expect(made.allSatisfy { $0 == RSAFixtures.sha256Signatures[1] })
            }
        }
    }

    @Test("A key does not show its numbers")
    func description() throws {
        let key = try RSAPrivateKey(pemRepresentation: RSAFixtures.pkcs8)
        var dumped = ""
        dump(key, to: &dumped)
        #expect(!dumped.contains("PRIVATE") && !dumped.contains("[0]"))
    }
}
