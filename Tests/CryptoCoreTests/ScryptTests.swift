import CryptoCore
import Testing

@Suite("scrypt")
struct ScryptTests {
    private static func derive(
        _ password: String, _ salt: String, _ cost: Scrypt.Cost, count: Int = 64
    ) throws(CryptoError) -> String {
        let derived = try Scrypt.derive(
            password: SecretBytes(utf8: password), salt: Array(salt.utf8), cost: cost, count: count)
        return derived.withBytes { bytes in Hex.encode(bytes.indices.map { bytes[$0] }) }
    }

    @Test("The vectors of RFC 7914 section 12 give their bytes")
    func published() throws {
        #expect(
            try Self.derive("", "", Scrypt.Cost(n: 16, r: 1, p: 1))
                == "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
                + "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906")
        #expect(
            try Self.derive("password", "NaCl", Scrypt.Cost(n: 1024, r: 8, p: 16))
                == "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
                + "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640")
        #expect(
            try Self.derive("pleaseletmein", "SodiumChloride", Scrypt.Cost(n: 16384, r: 8, p: 1))
                == "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
                + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887")
    }

    @Test("The key depends on password, salt and each part of the cost")
    func dependence() throws {
        let cost = Scrypt.Cost(n: 16, r: 2, p: 2)
        let key = try Self.derive("password", "salt", cost)
        let others = [
            try Self.derive("Password", "salt", cost), try Self.derive("password", "salT", cost),
            try Self.derive("password", "salt", Scrypt.Cost(n: 32, r: 2, p: 2)),
            try Self.derive("password", "salt", Scrypt.Cost(n: 16, r: 1, p: 2)),
            try Self.derive("password", "salt", Scrypt.Cost(n: 16, r: 2, p: 1)),
        ]
        #expect(Set(others + [key]).count == 6)
        #expect(try Self.derive("password", "salt", cost, count: 16) == key.prefix(32))
    }

    @Test("A cost or a length out of range is refused, and no memory beyond the limit taken")
    func ranges() {
        for cost in [
            Scrypt.Cost(n: 0, r: 8, p: 1), Scrypt.Cost(n: 1, r: 8, p: 1), Scrypt.Cost(n: 1000, r: 8, p: 1),
            Scrypt.Cost(n: 16, r: 0, p: 1), Scrypt.Cost(n: 16, r: 8, p: 0), Scrypt.Cost(n: 1 << 20, r: 8, p: 1),
            Scrypt.Cost(n: .max, r: .max, p: .max),
        ] {
            #expect(throws: CryptoError.self, "\(cost)") { try Self.derive("password", "salt", cost) }
        }
        for count in [-1, 0, 1025] {
            #expect(throws: CryptoError.self) {
                try Self.derive("password", "salt", Scrypt.Cost(n: 16, r: 1, p: 1), count: count)
            }
        }
    }
}
