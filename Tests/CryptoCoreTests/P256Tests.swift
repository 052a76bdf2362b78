import CryptoCore
import Testing

@Suite("ES256")
struct P256Tests {
    // RFC 6979 appendix A.2.5: the key, and the signature of "sample" with SHA-256.
    static let scalar = "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721"
    static let point =
        "0460FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB67903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299"
    static let signature =
        "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8"
    static let message = Array("sample".utf8)

    static func bytes(_ hex: String) throws -> [UInt8] { try #require(Hex.decode(hex)) }

    @Test("The published signature is valid, and not with one bit changed")
    func published() throws {
        let key = try P256.PublicKey(x963Representation: Self.bytes(Self.point))
        let signature = try Self.bytes(Self.signature)
        #expect(key.isValidSignature(signature, for: Self.message))
        for bit in 0..<512 {
            var changed = signature
            changed[bit / 8] ^= 1 << (bit % 8)
            #expect(!key.isValidSignature(changed, for: Self.message))
        }
        #expect(!key.isValidSignature(signature, for: Array("Sample".utf8)))
        #expect(!key.isValidSignature(Array(signature.dropLast()), for: Self.message))
        #expect(!key.isValidSignature(signature + [0], for: Self.message))
        #expect(!key.isValidSignature([], for: Self.message))
        #expect(!key.isValidSignature([UInt8](repeating: 0, count: 64), for: Self.message))
        #expect(!key.isValidSignature([UInt8](repeating: 255, count: 64), for: Self.message))
    }

    @Test("A private key from its scalar has the published point and signs for it")
    func fromScalar() throws {
        let key = try P256.PrivateKey(rawRepresentation: SecretBytes(Self.bytes(Self.scalar)))
        #expect(key.publicKey.x963Representation == (try Self.bytes(Self.point)))
        for length in [0, 1, 1000] {
            let message = [UInt8](repeating: 9, count: length)
            let signature = try key.signature(for: message)
            #expect(signature.count == 64)
            #expect(key.publicKey.isValidSignature(signature, for: message))
        }
    }

    @Test("A stored key is the same when it is read again")
    func storing() throws {
        let key = try P256.PrivateKey()
        let again = try P256.PrivateKey(rawRepresentation: key.rawRepresentation())
        #expect(again.publicKey.x963Representation == key.publicKey.x963Representation)
        #expect(key.publicKey.isValidSignature(try again.signature(for: Self.message), for: Self.message))
        #expect(try P256.PrivateKey().publicKey.x963Representation != key.publicKey.x963Representation)
    }

    @Test("A change in any bit before the point is refused")
    func headerBits() throws {
        let der = try Self.bytes("3059301306072a8648ce3d020106082a8648ce3d030107034200" + Self.point)
        for bit in 0..<(26 * 8) {
            var changed = der
            changed[bit / 8] ^= 1 << (bit % 8)
            #expect(throws: CryptoError.self) { try P256.PublicKey(derRepresentation: changed) }
        }
    }

    // This SubjectPublicKeyInfo spells out P-256's parameters, but with twice its generator.
    @Test("A key with parameters that are spelled out is refused, whatever its generator")
    func otherGenerator() throws {
        let prefix = """
            3082014b3082010306072a8648ce3d02013081f7020101302c06072a8648ce3d0101022100ffffffff00000001000000\
            000000000000000000ffffffffffffffffffffffff305b0420ffffffff00000001000000000000000000000000ffffff\
            fffffffffffffffffc04205ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b031500c49d\
            360886e704936a6678e1139d26b7819f7e900441047cf27b188d034f7e8a52380304b51ac3c08969e277f21b35a60b48\
            fc4766997807775510db8ed040293d9ac69f7430dbba7dade63ce982299e04b79d227873d1022100ffffffff00000000\
            ffffffffffffffffbce6faada7179e84f3b9cac2fc632551020101034200
            """
        for generator in [prefix, prefix.replacing(Self.twiceTheGenerator, with: Self.generator)] {
            let der = try Self.bytes(generator + Self.point)
            #expect(throws: CryptoError.self) { try P256.PublicKey(derRepresentation: der) }
        }
    }

    static let generator =
        "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
    static let twiceTheGenerator =
        "047cf27b188d034f7e8a52380304b51ac3c08969e277f21b35a60b48fc4766997807775510db8ed040293d9ac69f7430dbba7dade63ce982299e04b79d227873d1"

    @Test("A SubjectPublicKeyInfo is accepted as WebCrypto exports it")
    func subjectPublicKeyInfo() throws {
        let der = try Self.bytes("3059301306072a8648ce3d020106082a8648ce3d030107034200" + Self.point)
        let key = try P256.PublicKey(derRepresentation: der)
        #expect(key.x963Representation == (try Self.bytes(Self.point)))
        #expect(key.isValidSignature(try Self.bytes(Self.signature), for: Self.message))
        #expect(throws: CryptoError.self) { try P256.PublicKey(derRepresentation: der + [0]) }
        #expect(throws: CryptoError.self) { try P256.PublicKey(derRepresentation: Array(der.dropLast())) }
        #expect(throws: CryptoError.self) { try P256.PublicKey(derRepresentation: []) }
        // The same with the OID of secp256k1.
        let other = try Self.bytes("3056301006072a8648ce3d020106052b8104000a034200" + Self.point)
        #expect(throws: CryptoError.self) { try P256.PublicKey(derRepresentation: other) }
    }

    @Test("A point off the curve, or of another form or length, is refused")
    func badPoints() throws {
        let point = try Self.bytes(Self.point)
        var offCurve = point
        offCurve[64] ^= 1
        var compressed = Array(point.prefix(33))
        compressed[0] = 3
        var hybrid = point
        hybrid[0] = 7
        for bad in [offCurve, compressed, hybrid, [], [0], Array(point.dropLast()), point + [0]] {
            #expect(throws: CryptoError.self) { try P256.PublicKey(x963Representation: bad) }
        }
        #expect(throws: CryptoError.self) {
            try P256.PublicKey(x963Representation: [4] + [UInt8](repeating: 0, count: 64))
        }
    }

    @Test(
        "A scalar below 1 or above n - 1 is refused",
        arguments: [
            "0000000000000000000000000000000000000000000000000000000000000000",
            "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551",
            "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", "01", "",
        ])
    func badScalars(hex: String) throws {
        let scalar = SecretBytes(try Self.bytes(hex))
        #expect(throws: CryptoError.self) { try P256.PrivateKey(rawRepresentation: scalar) }
    }

    @Test("An error names what was refused")
    func errors() throws {
        var offCurve = try Self.bytes(Self.point)
        offCurve[64] ^= 1
        let error = #expect(throws: CryptoError.self) { try P256.PublicKey(x963Representation: offCurve) }
        guard case .invalidKey(let kind, let reasons) = error else {
            Issue.record("\(String(describing: error)) is not invalidKey")
            return
        }
        #expect(kind == "P-256 key")
        #expect(!reasons.isEmpty)
        #expect("\(try #require(error))".hasPrefix("not a valid P-256 key: "))
    }
}
