import CryptoCore
import TestSupport
import Testing

@testable import WebAuthn

@Suite("Credential keys") struct CredentialKeyTests {
    @Test("A P-256 key verifies a DER signature, and only in its one encoding")
    func es256() throws {
        let key = try P256.PrivateKey()
        let message: [UInt8] = [1, 2, 3]
        let public256 = try #require(CredentialKey(derRepresentation: key.publicKey.derRepresentation))
        let signature = try key.derSignature(for: message)
        #expect(public256.isValidSignature(signature, for: message))
        #expect(!public256.isValidSignature(signature, for: message + [4]))
        #expect(!public256.isValidSignature(try key.signature(for: message), for: message))
        #expect(!public256.isValidSignature(signature + [0], for: message))
        // The length of the sequence in two bytes: BER, not DER.
        #expect(!public256.isValidSignature([0x30, 0x81] + signature.dropFirst(), for: message))
        #expect(!public256.isValidSignature([], for: message))
    }

    @Test("An RSA key verifies RS256")
    func rs256() throws {
        let key = RSAFixtures.privateKey
        let der = try #require(Base64.decode(Self.body(of: RSAFixtures.spki)))
        let publicKey = try #require(CredentialKey(derRepresentation: der))
        let message: [UInt8] = [1, 2, 3]
        let signature = try key.signature(for: message.span, using: .sha256)
        #expect(publicKey.isValidSignature(signature, for: message))
        #expect(!publicKey.isValidSignature(signature, for: [1, 2]))
        #expect(!publicKey.isValidSignature(Array(signature.dropLast()), for: message))
        #expect(!publicKey.isValidSignature(try key.signature(for: message.span, using: .sha1), for: message))
    }

    @Test("Other keys and damaged ones are refused")
    func refused() throws {
        let der = try P256.PrivateKey().publicKey.derRepresentation
        #expect(CredentialKey(derRepresentation: []) == nil)
        #expect(CredentialKey(derRepresentation: Array(der.dropLast())) == nil)
        #expect(CredentialKey(derRepresentation: der + [0]) == nil)
        // Not on the curve.
        #expect(CredentialKey(derRepresentation: der.dropLast(64) + [UInt8](repeating: 1, count: 64)) == nil)
        #expect(
            CredentialKey(derRepresentation: [UInt8](repeating: 0x30, count: CredentialKey.maximumByteCount + 1)) == nil
        )
    }

    private static func body(of pem: String) -> String {
        pem.split(separator: "\n").filter { !$0.hasPrefix("-") }.joined()
    }
}
