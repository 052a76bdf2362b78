import TestSupport
import Testing

@testable import CryptoCore

/// Signatures whose encoding differs from RFC 8017 section 9.2.
///
/// A verifier that encodes the message and compares everything (section 8.2.2) refuses them. One that parses the
/// signature can overlook the difference.
@Suite("RSA forgeries")
struct RSAForgeryTests {
    @Test("Only the encoding of RFC 8017 section 9.2 is accepted")
    func shapes() throws {
        let vectors = try RSASignatureVectors.load()
        let keys = [
            nil: try RSAPublicKey(pemRepresentation: RSAFixtures.spki),
            "exponent3": try RSAPublicKey(pemRepresentation: RSAFixtures.exponent3),
        ]
        for vector in vectors.cases {
            let isValid = try RSATests.isValid(
                vector.bytes(), vector.message ?? vectors.message, vector.algorithm(), #require(keys[vector.key]))
            #expect(isValid == vector.valid, "\(vector.testDescription)")
            #expect(ErrorQueue.drain().isEmpty)
        }
        #expect(vectors.cases.count == 174)
        #expect(vectors.cases.count { $0.valid } == 4)
    }

    @Test("The forgeries by cube root have the digest where a careless verifier looks")
    func cubes() throws {
        let vectors = try RSASignatureVectors.load()
        let forgeries = vectors.cases.filter { $0.what.starts(with: "a cube root") }
        #expect(forgeries.count == 3)
        for forgery in forgeries {
            let signature = try forgery.bytes()
            let cube = Self.product(Self.product(signature, signature), signature)
            let encoded = cube.suffix(256)
            let digest = try Digest.hash(Array(vectors.message.utf8), using: forgery.algorithm())
            #expect(cube.dropLast(256).allSatisfy { $0 == 0 }, "the cube is below any modulus of 2048 bits")
            #expect(encoded.starts(with: [0, 1] + [UInt8](repeating: 0xff, count: 8) + [0, 0x30]))
            if forgery.what.hasSuffix("at the end") {
                #expect(encoded.suffix(digest.count) == digest[...])
            } else {
                let header = forgery.hash == "sha1" ? 15 : 19
                #expect(encoded.dropFirst(11 + header).starts(with: digest))
            }
        }
    }

    /// Returns the product of two big-endian numbers, as long as both together.
    private static func product(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: left.count + right.count)
        for i in left.indices.reversed() where left[i] != 0 {
            var carry = 0
            for j in right.indices.reversed() {
                let sum = Int(result[i + j + 1]) + Int(left[i]) * Int(right[j]) + carry
                result[i + j + 1] = UInt8(sum & 0xff)
                carry = sum >> 8
            }
            result[i] = UInt8(carry)
        }
        return result
    }
}
