import Testing

@testable import CryptoCore

@Suite("HKDF-SHA256")
struct HKDFTests {
    static func derive(
        _ key: [UInt8], salt: [UInt8] = [], info: [UInt8] = [], count: Int = 32
    ) throws(CryptoError) -> [UInt8] {
        let derived = try HKDF.sha256(inputKey: SecretBytes(key), salt: salt, info: info, count: count)
        return derived.withBytes { bytes in bytes.indices.map { bytes[$0] } }
    }

    @Test("Published cases, those of RFC 5869 among them, give the published bytes")
    func published() throws {
        let cases = try HKDFVectors.load()
        #expect(cases.count == 84)
        #expect(cases.filter { $0.what.contains("RFC 5869") }.count == 3)
        for vector in cases {
            let (key, salt, info) = (try vector.bytes(\.key), try vector.bytes(\.salt), try vector.bytes(\.info))
            let output = try? Self.derive(key, salt: salt, info: info, count: vector.count)
            #expect((output != nil) == vector.valid, "\(vector.testDescription)")
            if let output { #expect(output == (try vector.bytes(\.output)), "\(vector.testDescription)") }
        }
        #expect(ErrorQueue.drain().isEmpty)
    }

    @Test("The key depends on every bit of secret, salt and info, and starts with any shorter one")
    func dependence() throws {
        let (key, salt, info) = ([UInt8](repeating: 1, count: 32), Array("salt".utf8), Array("info".utf8))
        let derived = try Self.derive(key, salt: salt, info: info)
        var others: Set<[UInt8]> = []
        for bit in 0..<256 {
            others.insert(try Self.derive(Self.flip(bit, in: key), salt: salt, info: info))
        }
        for bit in 0..<32 {
            others.insert(try Self.derive(key, salt: Self.flip(bit, in: salt), info: info))
            others.insert(try Self.derive(key, salt: salt, info: Self.flip(bit, in: info)))
        }
        #expect(others.count == 320)
        #expect(!others.contains(derived))
        for count in [1, 31, 32, 33, 8160] {
            let longer = try Self.derive(key, salt: salt, info: info, count: count)
            #expect(longer.prefix(32) == derived.prefix(count))
        }
    }

    @Test("It is HMAC as RFC 5869 sections 2.2 and 2.3 have it", arguments: [0, 1, 64, 65, 1000, 1024])
    func definition(length: Int) throws {
        let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let secret = [UInt8](repeating: 5, count: 20)
        let pseudorandomKey = try HMACKey(.sha256, key: SecretBytes(bytes)).authenticationCode(for: secret)
        let expand = try HMACKey(.sha256, key: SecretBytes(pseudorandomKey))
        let first = try expand.authenticationCode(for: bytes + [1])
        let second = try expand.authenticationCode(for: first + bytes + [2])
        #expect(try Self.derive(secret, salt: bytes, info: bytes, count: 64) == first + second)
    }

    @Test("An input key may have any length, also none", arguments: [0, 1, 63, 64, 65, 10_000])
    func inputKeys(length: Int) throws {
        let secret = [UInt8](repeating: 5, count: length)
        let pseudorandomKey = try HMACKey(.sha256, key: SecretBytes([1])).authenticationCode(for: secret)
        let expected = try HMACKey(.sha256, key: SecretBytes(pseudorandomKey)).authenticationCode(for: [1])
        #expect(try Self.derive(secret, salt: [1]) == expected)
    }

    @Test("Lengths out of range are refused", arguments: [Int.min, -1, 0, 8161, Int.max])
    func refusedLengths(count: Int) {
        #expect(throws: CryptoError.self) { try Self.derive([1], count: count) }
        #expect(throws: CryptoError.self) { try Self.derive([1], info: [UInt8](repeating: 0, count: 1025)) }
    }

    static func flip(_ bit: Int, in bytes: [UInt8]) -> [UInt8] {
        var changed = bytes
        changed[bit / 8] ^= 1 << (bit % 8)
        return changed
    }
}
