#if Service

import CryptoCore
import Testing

@testable import ToopherService

@Suite("Sealed secrets")
struct SecretSealerTests {
    private let sealer: SecretSealer

    init() throws {
        sealer = try Self.sealer(7)
    }

    private static func sealer(_ byte: UInt8) throws -> SecretSealer {
        try SecretSealer(SecretBytes([UInt8](repeating: byte, count: 32)))
    }

    @Test("A secret opens for its owner, and each time it is sealed differently")
    func roundTrip() throws {
        for secret in ["", "s", String(repeating: "long", count: 100)] {
            let sealed = try sealer.seal(SecretBytes(utf8: secret), of: "requester 1")
            #expect(try sealer.open(sealed, of: "requester 1").isEqual(to: SecretBytes(utf8: secret)))
            #expect(try sealer.seal(SecretBytes(utf8: secret), of: "requester 1") != sealed)
            // What is short stands in any text by chance.
            #expect(secret.utf8.count < 8 || !sealed.contains(Base64.encodeURL(Array(secret.utf8))))
        }
    }

    @Test("Another owner, another key and every changed byte are refused")
    func tampered() throws {
        let sealed = try sealer.seal(SecretBytes(utf8: "secret"), of: "requester 1")
        #expect(throws: CryptoError.self) { try sealer.open(sealed, of: "requester 2") }
        #expect(throws: CryptoError.self) { try Self.sealer(8).open(sealed, of: "requester 1") }
        let bytes = try #require(Base64.decodeURL(sealed))
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 1
            #expect(throws: CryptoError.self) { try sealer.open(Base64.encodeURL(changed), of: "requester 1") }
            #expect(throws: CryptoError.self) {
                try sealer.open(Base64.encodeURL(Array(bytes[..<index])), of: "requester 1")
            }
        }
        for text in ["", "!", sealed + "A", " " + sealed] {
            #expect(throws: CryptoError.self) { try sealer.open(text, of: "requester 1") }
        }
    }

    @Test("The check of a key is the same for the same key only")
    func check() throws {
        #expect(try Self.sealer(7).keyCheck == sealer.keyCheck)
        #expect(try Self.sealer(8).keyCheck != sealer.keyCheck)
    }
}

#endif
