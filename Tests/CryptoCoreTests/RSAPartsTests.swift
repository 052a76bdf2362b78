import TestSupport
import Testing

@testable import CryptoCore

@Suite("RSA: private keys whose numbers do not belong together")
struct RSAPartsTests {
    /// The INTEGERs of an RSAPrivateKey, in order (RFC 8017 appendix A.1.2).
    enum Part: Int, CaseIterable {
        case n = 1, e, d, p, q, dP, dQ, qInv
    }

    static var mismatch: CryptoError {
        .invalidKey(kind: "RSA private key", reasons: ["its numbers are not those of one key with two primes"])
    }

    /// The fixture's key with some of its numbers changed.
    static func pem(_ change: (inout DERNumbers) throws -> Void) throws -> String {
        var key = try DERNumbers(pem: RSAFixtures.pkcs1)
        #expect(key.numbers.count == 9)
        try change(&key)
        return key.pem("RSA PRIVATE KEY")
    }

    @Test("the numbers as they were make the key as it was")
    func unchanged() throws {
        let message = Array(RSAFixtures.messages[1].utf8)
        let signature = try RSAPrivateKey(pemRepresentation: Self.pem { _ in }).signature(
            for: message.span, using: .sha256)
        #expect(Hex.encode(signature) == RSAFixtures.sha256Signatures[1])
    }

    @Test("a bit flipped in any one of them", arguments: Part.allCases)
    func flipped(part: Part) throws {
        let original = try DERNumbers(pem: RSAFixtures.pkcs1).numbers[part.rawValue]
        for bit in stride(from: 0, to: original.count * 8, by: part == .e ? 1 : 37) {
            let pem = try Self.pem { $0.numbers[part.rawValue][bit / 8] ^= 1 << (bit % 8) }
            #expect {
                try RSAPrivateKey(pemRepresentation: pem)
            } throws: { error in
                guard case CryptoError.invalidKey("RSA private key", let reasons) = error else { return false }
                return !reasons.isEmpty
            }
        }
        #expect(ErrorQueue.drain().isEmpty)
    }

    @Test("zero, one, or a number of 40,001 bytes for any one of them", arguments: Part.allCases)
    func extreme(part: Part) throws {
        for value in [[], [1], [0x7f] + [UInt8](repeating: 0xff, count: 40_000)] {
            let pem = try Self.pem { $0.numbers[part.rawValue] = value }
            #expect(throws: CryptoError.self) { try RSAPrivateKey(pemRepresentation: pem) }
        }
        #expect(ErrorQueue.drain().isEmpty)
    }

    @Test("an altered CRT number, with which OpenSSL would still sign rightly", arguments: [Part.dP, .dQ, .qInv])
    func altered(part: Part) throws {
        let pem = try Self.pem { $0.numbers[part.rawValue][100] ^= 1 }
        #expect(throws: Self.mismatch) { try RSAPrivateKey(pemRepresentation: pem) }
    }

    @Test("an altered private exponent, which OpenSSL would not use")
    func alteredExponent() throws {
        let pem = try Self.pem { $0.numbers[Part.d.rawValue][200] ^= 1 }
        #expect(throws: Self.mismatch) { try RSAPrivateKey(pemRepresentation: pem) }
    }

    @Test("a private exponent that is right for one factor only", arguments: [Part.p, .q])
    func halfRight(factor: Part) throws {
        let pem = try Self.pem { key in
            var number = key.numbers[factor.rawValue]
            number[number.count - 1] -= 1  // odd, hence not zero
            key.numbers[Part.d.rawValue] = Self.sum(key.numbers[Part.d.rawValue], number)
        }
        #expect(throws: Self.mismatch) { try RSAPrivateKey(pemRepresentation: pem) }
    }

    /// The sum of two big-endian numbers, the longer of which has room for it.
    private static func sum(_ longer: [UInt8], _ shorter: [UInt8]) -> [UInt8] {
        var (result, carry) = (longer, 0)
        for offset in 1...longer.count {
            let other = offset <= shorter.count ? Int(shorter[shorter.count - offset]) : 0
            let sum = Int(longer[longer.count - offset]) + other + carry
            result[longer.count - offset] = UInt8(sum & 0xff)
            carry = sum >> 8
        }
        #expect(carry == 0)
        return result
    }

    @Test("factors in the other order, without their exponents and with them")
    func swapped() throws {
        let factors = try Self.pem { $0.numbers.swapAt(Part.p.rawValue, Part.q.rawValue) }
        #expect(throws: Self.mismatch) { try RSAPrivateKey(pemRepresentation: factors) }
        let both = try Self.pem {
            $0.numbers.swapAt(Part.p.rawValue, Part.q.rawValue)
            $0.numbers.swapAt(Part.dP.rawValue, Part.dQ.rawValue)
        }
        #expect(throws: Self.mismatch) { try RSAPrivateKey(pemRepresentation: both) }
    }

    @Test("the factors n and 1, whose exponents nobody can tell")
    func trivialFactors() throws {
        let pem = try Self.pem {
            $0.numbers[Part.p.rawValue] = $0.numbers[Part.n.rawValue]
            $0.numbers[Part.q.rawValue] = [1]
        }
        #expect(throws: Self.mismatch) { try RSAPrivateKey(pemRepresentation: pem) }
    }

    @Test("no CRT numbers at all")
    func noFactors() throws {
        let pem = try Self.pem { key in
            for part in [Part.p, .q, .dP, .dQ, .qInv] { key.numbers[part.rawValue] = [] }
        }
        #expect(throws: CryptoError.self) { try RSAPrivateKey(pemRepresentation: pem) }
    }

    @Test("numbers that satisfy every equation, around a factor that is no prime")
    func composite() {
        #expect(throws: Self.mismatch) { try RSAPrivateKey(pemRepresentation: RSAFixtures.composite) }
    }

    @Test("a key of three primes")
    func threePrimes() {
        #expect(throws: Self.mismatch) { try RSAPrivateKey(pemRepresentation: RSAFixtures.threePrimes) }
    }
}
