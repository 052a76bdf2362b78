import TestSupport
import Testing

@testable import CryptoCore

@Suite("RSA keys of the wrong kind or size")
struct RSAKeyTests {
    /// A text that is refused, and the reason in the error.
    struct Refused: Sendable, CustomTestStringConvertible {
        let what: String
        let pem: String
        let reason: String
        var testDescription: String { what }
    }

    static let refusedAsPrivate = [
        Refused(what: "1024 bits", pem: RSAFixtures.short, reason: "it has 1024 bits; 2048 to 16384 are accepted"),
        Refused(
            what: "P-256", pem: RSAFixtures.elliptic, reason: "its algorithm is EC (prime256v1), and not RSA"),
        Refused(what: "RSA-PSS only", pem: RSAFixtures.pss, reason: "its algorithm is RSA-PSS, and not RSA"),
        Refused(what: "public", pem: RSAFixtures.spki, reason: "the text has no private key, but PUBLIC KEY"),
        Refused(
            what: "public, PKCS #1", pem: RSAFixtures.pkcs1Public,
            reason: "the text has no private key, but RSA PUBLIC KEY"),
        Refused(
            what: "certificate", pem: RSAFixtures.certificate, reason: "the text has no private key, but CERTIFICATE"),
        Refused(
            what: "two private keys", pem: RSAFixtures.short + "\n" + RSAFixtures.pkcs8,
            reason: "it has 1024 bits; 2048 to 16384 are accepted"),
    ]

    static let refusedAsPublic = [
        Refused(
            what: "1024 bits", pem: RSAFixtures.shortPublic, reason: "it has 1024 bits; 2048 to 16384 are accepted"),
        Refused(
            what: "P-256", pem: RSAFixtures.ellipticPublic, reason: "its algorithm is EC (prime256v1), and not RSA"),
        Refused(what: "RSA-PSS only", pem: RSAFixtures.pssPublic, reason: "its algorithm is RSA-PSS, and not RSA"),
        Refused(
            what: "private, RSA-PSS only", pem: RSAFixtures.pss, reason: "its algorithm is RSA-PSS, and not RSA"),
        Refused(
            what: "private, 1024 bits", pem: RSAFixtures.short, reason: "it has 1024 bits; 2048 to 16384 are accepted"),
    ]

    @Test("A text without a private key of a permitted size is refused", arguments: refusedAsPrivate)
    func privateKey(refused: Refused) {
        #expect(throws: CryptoError.invalidKey(kind: "RSA private key", reasons: [refused.reason])) {
            try RSAPrivateKey(pemRepresentation: refused.pem)
        }
        #expect(ErrorQueue.drain().isEmpty)
    }

    @Test("A text without a public key of a permitted size is refused", arguments: refusedAsPublic)
    func publicKey(refused: Refused) {
        #expect(throws: CryptoError.invalidKey(kind: "RSA public key", reasons: [refused.reason])) {
            try RSAPublicKey(pemRepresentation: refused.pem)
        }
        #expect(ErrorQueue.drain().isEmpty)
    }

    @Test("An encrypted key is refused as encrypted in both its forms, without a prompt")
    func encrypted() {
        #expect(throws: CryptoError.passphraseRequired(kind: "RSA private key")) {
            try RSAPrivateKey(pemRepresentation: RSAFixtures.encrypted)
        }
        #expect(throws: CryptoError.passphraseRequired(kind: "RSA public key")) {
            try RSAPublicKey(pemRepresentation: RSAFixtures.encrypted)
        }
        #expect(throws: CryptoError.self) { try RSAPrivateKey(pemRepresentation: RSAFixtures.encryptedPKCS1) }
        #expect(throws: CryptoError.self) { try RSAPublicKey(pemRepresentation: RSAFixtures.encryptedPKCS1) }
        #expect(throws: CryptoError.self) { try RSAPrivateKey(pemRepresentation: RSAFixtures.encryptedInDisguise) }
        #expect(ErrorQueue.drain().isEmpty)
    }

    /// Returns a public key with this modulus, or the fixture's, and this exponent.
    private static func publicPEM(modulus: [UInt8]? = nil, exponent: [UInt8] = [1, 0, 1]) throws -> String {
        let modulus = try modulus ?? DERNumbers(pem: RSAFixtures.pkcs1Public).numbers[0]
        return DERNumbers([modulus, exponent]).pem("RSA PUBLIC KEY")
    }

    @Test("A public exponent is odd, at least 3 and at most 64 bits long")
    func exponents() throws {
        for exponent in [[3], [17], [1, 0, 1], [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]] as [[UInt8]] {
            #expect(try RSAPublicKey(pemRepresentation: Self.publicPEM(exponent: exponent)).bitCount == 2048)
        }
        let modulus = try DERNumbers(pem: RSAFixtures.pkcs1Public).numbers[0]
        for exponent in [[], [1], [2], [1, 0, 0], [1, 0, 0, 0, 0, 0, 0, 0, 1], modulus] as [[UInt8]] {
            #expect(
                throws: CryptoError.invalidKey(
                    kind: "RSA public key", reasons: ["its public exponent is even, below 3 or longer than 64 bits"])
            ) { try RSAPublicKey(pemRepresentation: Self.publicPEM(exponent: exponent)) }
        }
    }

    @Test("A modulus is odd and has 2048 to 16384 bits")
    func moduli() throws {
        for bits in [2048, 2049, 3072, 16_384] {
            #expect(
                try RSAPublicKey(pemRepresentation: Self.publicPEM(modulus: Self.number(bits: bits))).bitCount == bits)
        }
        for bits in [0, 1, 512, 1024, 2040, 2047, 16_385, 300_000] {
            #expect(
                throws: CryptoError.invalidKey(
                    kind: "RSA public key", reasons: ["it has \(bits) bits; 2048 to 16384 are accepted"])
            ) { try RSAPublicKey(pemRepresentation: Self.publicPEM(modulus: Self.number(bits: bits))) }
        }
        var even = Self.number(bits: 2048)
        even[255] = 0xfe
        #expect(throws: CryptoError.invalidKey(kind: "RSA public key", reasons: ["its modulus is even"])) {
            try RSAPublicKey(pemRepresentation: Self.publicPEM(modulus: even))
        }
    }

    /// Returns the greatest number of this many bits.
    private static func number(bits: Int) -> [UInt8] {
        let first = bits % 8 == 0 ? [] : [UInt8(1 << (bits % 8) - 1)]
        return first + [UInt8](repeating: 0xff, count: bits / 8)
    }

    @Test("With a modulus of unknown factors no signature is valid, and none is an error")
    func unknownFactors() throws {
        for bits in [2048, 16_384] {
            let key = try RSAPublicKey(pemRepresentation: Self.publicPEM(modulus: Self.number(bits: bits)))
            for value in [UInt8(0), 1, 0x7f, 0xff] {
                let signature = [UInt8](repeating: value, count: bits / 8)
                #expect(try !RSATests.isValid(signature, "m", .sha256, key))
            }
        }
    }
}
