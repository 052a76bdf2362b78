import TestSupport
import Testing

@testable import CryptoCore

@Suite("RSA private keys whose numbers do not belong together")
struct RSAPartsTests {
    /// The numbers of an RSAPrivateKey in their order (RFC 8017 appendix A.1.2).
    enum Part: Int, CaseIterable {
        case n = 1, e, d, p, q, dP, dQ, qInv
    }

    static var mismatch: CryptoError {
        .invalidKey(kind: "RSA private key", reasons: ["its numbers are not those of one key with two primes"])
    }

    /// Returns the fixture's key with its numbers changed.
    static func pem(_ change: (inout DERNumbers) throws -> Void) throws -> String {
        var key = try DERNumbers(pem: RSAFixtures.pkcs1)
        #expect(key.numbers.count == 9)
        try change(&key)
        return key.pem("RSA PRIVATE KEY")
    }

    @Test("Unchanged numbers make the same key")
    func unchanged() throws {
        let message = Array(RSAFixtures.messages[1].utf8)
        let signature = try RSAPrivateKey(pemRepresentation: Self.pem { _ in }).signature(
            for: message.span, using: .sha256)
        #expect(Hex.encode(signature) == RSAFixtures.sha256Signatures[1])
    }

    @Test("A number with one bit changed is refused", arguments: Part.allCases)
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

    @Test("Zero, one or a number of 40,001 bytes is refused in any place", arguments: Part.allCases)
    func extreme(part: Part) throws {
        for value in [[], [1], [0x7f] + [UInt8](repeating: 0xff, count: 40_000)] {
            let pem = try Self.pem { $0.numbers[part.rawValue] = value }
            #expect(throws: CryptoError.self) { try RSAPrivateKey(pemRepresentation: pem) }
        }
        #expect(ErrorQueue.drain().isEmpty)
    }

    @Test(
        "A changed CRT number is refused, although OpenSSL would still sign correctly",
        arguments: [Part.dP, .dQ, .qInv])
    func altered(part: Part) throws {
        let pem = try Self.pem { $0.numbers[part.rawValue][100] ^= 1 }
        #expect(throws: Self.mismatch) { try RSAPrivateKey(pemRepresentation: pem) }
    }

    @Test("A changed private exponent is refused, although OpenSSL would not use it")
    func alteredExponent() throws {
        let pem = try Self.pem { $0.numbers[Part.d.rawValue][200] ^= 1 }
        #expect(throws: Self.mismatch) { try RSAPrivateKey(pemRepresentation: pem) }
    }

    @Test("A private exponent that is correct for one factor only is refused", arguments: [Part.p, .q])
    func halfRight(factor: Part) throws {
        let pem = try Self.pem { key in
            var number = key.numbers[factor.rawValue]
            number[number.count - 1] -= 1  // odd, hence not zero
            key.numbers[Part.d.rawValue] = Self.sum(key.numbers[Part.d.rawValue], number)
        }
        #expect(throws: Self.mismatch) { try RSAPrivateKey(pemRepresentation: pem) }
    }

    /// Returns the sum of two big-endian numbers, which fits the longer one.
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

    @Test("Factors in the other order are refused, without their exponents and with them")
    func swapped() throws {
        let factors = try Self.pem { $0.numbers.swapAt(Part.p.rawValue, Part.q.rawValue) }
        #expect(throws: Self.mismatch) { try RSAPrivateKey(pemRepresentation: factors) }
        let both = try Self.pem {
            $0.numbers.swapAt(Part.p.rawValue, Part.q.rawValue)
            $0.numbers.swapAt(Part.dP.rawValue, Part.dQ.rawValue)
        }
        #expect(throws: Self.mismatch) { try RSAPrivateKey(pemRepresentation: both) }
    }

    @Test("The factors n and 1 are refused")
    func trivialFactors() throws {
        let pem = try Self.pem {
            $0.numbers[Part.p.rawValue] = $0.numbers[Part.n.rawValue]
            $0.numbers[Part.q.rawValue] = [1]
        }
        #expect(throws: Self.mismatch) { try RSAPrivateKey(pemRepresentation: pem) }
    }

    @Test("A key without CRT numbers is refused")
    func noFactors() throws {
        let pem = try Self.pem { key in
            for part in [Part.p, .q, .dP, .dQ, .qInv] { key.numbers[part.rawValue] = [] }
        }
        #expect(throws: CryptoError.self) { try RSAPrivateKey(pemRepresentation: pem) }
    }

    @Test("A factor that is not a prime is refused, although every equation is satisfied")
    func composite() {
        #expect(throws: Self.mismatch) { try RSAPrivateKey(pemRepresentation: RSAFixtures.composite) }
    }

    @Test("A key of three primes is refused")
    func threePrimes() {
        #expect(throws: Self.mismatch) { try RSAPrivateKey(pemRepresentation: RSAFixtures.threePrimes) }
    }
}
