import CryptoCore
import Testing

@Suite("One-time passwords")
struct OneTimePasswordTests {
    /// RFC 4226 appendix D.
    static let hotp = [
        "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489",
    ]

    /// RFC 6238 appendix B, with the seeds of its errata: as long as the digest.
    static let totp: [(time: Int64, passwords: [String])] = [
        (59, ["94287082", "46119246", "90693936"]),
        (1_111_111_109, ["07081804", "68084774", "25091201"]),
        (1_111_111_111, ["14050471", "67062674", "99943326"]),
        (1_234_567_890, ["89005924", "91819424", "93441116"]),
        (2_000_000_000, ["69279037", "90698825", "38618901"]),
        (20_000_000_000, ["65353130", "77737706", "47863826"]),
    ]

    private func key(_ algorithm: HashAlgorithm = .sha1, count: Int = 20) throws -> HMACKey {
        let digits = Array("1234567890".utf8)
        return try HMACKey(algorithm, key: SecretBytes((0..<count).map { digits[$0 % 10] }))
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test("The passwords of RFC 4226 appendix D are reproduced")
    func countedPasswords() throws {
        let key = try key()
        for (counter, password) in Self.hotp.enumerated() {
            #expect(text(try HOTP.password(key, counter: UInt64(counter), digits: 6)) == password)
            // Fewer digits are the last ones of more.
            #expect(text(try HOTP.password(key, counter: UInt64(counter), digits: 8)).hasSuffix(password))
        }
        #expect(text(try HOTP.password(key, counter: 10, digits: 6)) != Self.hotp[9])
        #expect(try HOTP.password(key, counter: .max, digits: 7).count == 7)
    }

    @Test("The passwords of RFC 6238 appendix B are reproduced, with every hash function", arguments: totp)
    func timedPasswords(time: Int64, passwords: [String]) throws {
        let keys = [try key(.sha1), try key(.sha256, count: 32), try key(.sha512, count: 64)]
        for (key, password) in zip(keys, passwords) {
            #expect(text(try TOTP.password(key, time: time, period: 30, digits: 8)) == password)
            #expect(text(try TOTP.password(key, time: time + 30, period: 30, digits: 8)) != password)
            let first = TOTP.step(at: time, period: 30) * 30
            #expect(text(try TOTP.password(key, time: first, period: 30, digits: 8)) == password)
            #expect(text(try TOTP.password(key, time: first + 29, period: 30, digits: 8)) == password)
            #expect(text(try TOTP.password(key, time: first - 1, period: 30, digits: 8)) != password)
        }
        let other = try HMACKey(.sha1, key: SecretBytes(utf8: "12345678901234567891"))
        #expect(text(try TOTP.password(other, time: time, period: 30, digits: 8)) != passwords[0])
    }

    @Test("Times and periods that cannot be are no reason to stop")
    func extremes() {
        #expect(TOTP.step(at: -1, period: 30) == 0 && TOTP.step(at: .min, period: .min) == 0)
        #expect(TOTP.step(at: .max, period: 0) == .max && TOTP.step(at: 59, period: 60) == 0)
    }
}
