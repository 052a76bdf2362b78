import Testing

@testable import CryptoCore

@Suite("ECDH on P-256")
struct ECDHTests {
    static func bytes(_ hex: String) throws -> [UInt8] { try #require(Hex.decode(hex)) }

    /// Returns the shared secret; `nil` if the scalar or the point is refused.
    static func secret(_ scalar: String, _ point: String) throws -> [UInt8]? {
        let key = try P256.PrivateKey(rawRepresentation: SecretBytes(bytes(scalar)))
        guard let peer = try? P256.PublicKey(x963Representation: bytes(point)) else { return nil }
        return try key.sharedSecret(with: peer).withBytes { bytes in bytes.indices.map { bytes[$0] } }
    }

    @Test("Published cases give the published secret, and invalid points are refused")
    func published() throws {
        let cases = try ECDHVectors.load()
        #expect(cases.count == 202 && cases.count { $0.valid } == 177)
        for vector in cases {
            let secret = try Self.secret(vector.scalar, vector.point)
            #expect((secret != nil) == vector.valid, "\(vector.testDescription)")
            if let secret { #expect(secret == (try Self.bytes(vector.secret)), "\(vector.testDescription)") }
        }
        #expect(ErrorQueue.drain().isEmpty)
    }

    @Test("The secret of RFC 5903 section 8.1, from either side")
    func exchange() throws {
        let scalars = [
            "C88F01F510D9AC3F70A292DAA2316DE544E9AAB8AFE84049C62A9C57862D1433",
            "C6EF9C5D78AE012A011164ACB397CE2088685D8F06BF9BE0B283AB46476BEE53",
        ]
        let expected = try Self.bytes("D6840F6B42F6EDAFD13116E0E12565202FEF8E9ECE7DCE03812464D04B9442DE")
        let keys = try scalars.map { try P256.PrivateKey(rawRepresentation: SecretBytes(Self.bytes($0))) }
        for (mine, theirs) in [(keys[0], keys[1]), (keys[1], keys[0])] {
            #expect(try mine.sharedSecret(with: theirs.publicKey).isEqual(to: SecretBytes(expected)))
        }
        #expect(try !keys[0].sharedSecret(with: keys[0].publicKey).isEqual(to: SecretBytes(expected)))
    }

    // Found by counting the scalars up.
    @Test(
        "A secret that begins with zeros has 32 bytes all the same",
        arguments: [
            (206, "009613D064A5EF4A470B32B47925C7D4FB11A8953987F6E0A9BB6019DC5080C6"),
            (51355, "0000BC964C3292F966E04C2870973ED286EAE99DD3B4AEE8B1556D742A8415C5"),
        ])
    func leadingZeros(scalar: Int, expected: String) throws {
        let digits = String(scalar, radix: 16)
        let point =
            "04088BB9FF22AB291A74C86FC677BA897BAADEE370CC6129B82D170BA3FC26415C442DA9A716067956D91EAA02B93AD409490E87CD5E758EA6A331A1DEB75BA846"
        let secret = try Self.secret(String(repeating: "0", count: 64 - digits.utf8.count) + digits, point)
        #expect(secret == (try Self.bytes(expected)))
    }

    @Test("Two fresh keys agree, and a third has another secret")
    func fresh() throws {
        let (one, other, third) = (try P256.PrivateKey(), try P256.PrivateKey(), try P256.PrivateKey())
        let secret = try one.sharedSecret(with: other.publicKey)
        #expect(secret.count == 32)
        #expect(try other.sharedSecret(with: one.publicKey).isEqual(to: secret))
        #expect(try !third.sharedSecret(with: one.publicKey).isEqual(to: secret))
    }
}
