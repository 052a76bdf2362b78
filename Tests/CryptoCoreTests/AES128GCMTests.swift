import Testing

@testable import CryptoCore

@Suite("AES-128-GCM")
struct AES128GCMTests {
    static let key = SecretBytes(Array(0..<16))
    static let nonce = [UInt8](repeating: 7, count: 12)

    @Test("Published cases seal to the published bytes and open again, and the invalid ones do not open")
    func published() throws {
        let cases = try AESGCMVectors.load128()
        #expect(cases.count == 67 && cases.count { $0.valid } == 40)
        for vector in cases {
            let key = SecretBytes(try #require(Hex.decode(vector.key)))
            let nonce = try #require(Hex.decode(vector.nonce))
            let sealed = try #require(Hex.decode(vector.ciphertext + vector.tag))
            let plaintext = try #require(Hex.decode(vector.plaintext))
            let data = try vector.associatedData()
            let again = try AES128GCM.seal(plaintext.span, key: key, nonce: nonce, authenticating: data)
            #expect((again == sealed) == vector.valid, "\(vector.testDescription)")
            if vector.valid {
                let opened = try AES128GCM.open(sealed, key: key, nonce: nonce, authenticating: data)
                #expect(opened.isEqual(to: SecretBytes(plaintext)), "\(vector.testDescription)")
            } else {
                #expect(throws: CryptoError.authenticationFailed) {
                    try AES128GCM.open(sealed, key: key, nonce: nonce, authenticating: data)
                }
            }
        }
        #expect(ErrorQueue.drain().isEmpty)
    }

    @Test("One changed bit, a missing or a further byte, or another key, nonce or data does not open")
    func tampered() throws {
        let plaintext = Array("plaintext".utf8)
        let sealed = try AES128GCM.seal(plaintext.span, key: Self.key, nonce: Self.nonce, authenticating: [1])
        func opens(
            _ sealed: [UInt8], key: SecretBytes = Self.key, nonce: [UInt8] = Self.nonce, data: [UInt8] = [1]
        ) -> Bool {
            (try? AES128GCM.open(sealed, key: key, nonce: nonce, authenticating: data)) != nil
        }
        #expect(opens(sealed) && sealed.count == plaintext.count + 16)
        for bit in 0..<(sealed.count * 8) {
            var changed = sealed
            changed[bit / 8] ^= 1 << (bit % 8)
            #expect(!opens(changed))
        }
        for count in 0..<sealed.count { #expect(!opens(Array(sealed.prefix(count)))) }
        #expect(!opens(sealed + [0]))
        #expect(!opens(sealed, key: SecretBytes([UInt8](repeating: 0, count: 16))))
        #expect(!opens(sealed, nonce: [UInt8](repeating: 8, count: 12)))
        #expect(!opens(sealed, data: []) && !opens(sealed, data: [2]) && !opens(sealed, data: [1, 1]))
    }

    @Test("A key has 16 bytes and a nonce 12", arguments: [0, 1, 8, 11, 13, 15, 17, 24, 32])
    func lengths(count: Int) {
        let bytes = [UInt8](repeating: 1, count: count)
        let sealed = [UInt8](repeating: 1, count: 20)
        #expect(throws: CryptoError.invalidKey(kind: "AES-128 key", reasons: ["16 bytes expected"])) {
            try AES128GCM.seal(bytes.span, key: SecretBytes(bytes), nonce: Self.nonce)
        }
        #expect(throws: CryptoError.self) {
            try AES128GCM.open(sealed, key: SecretBytes(bytes), nonce: Self.nonce)
        }
        #expect(throws: CryptoError.self) { try AES128GCM.seal(bytes.span, key: Self.key, nonce: bytes) }
        #expect(throws: CryptoError.self) { try AES128GCM.open(sealed, key: Self.key, nonce: bytes) }
    }
}
