import Testing

@testable import CryptoCore

@Suite("AES-256-GCM, tampered with")
struct AESGCMTamperingTests {
    static let secret = SecretBytes([UInt8](repeating: 0x42, count: 32))
    static let data = Array("requester/17/secret".utf8)

    let key: AESGCM.Key
    let plaintext = SecretBytes(utf8: "a consumer secret of forty characters...")
    let sealed: [UInt8]

    init() throws {
        key = try AESGCM.Key(Self.secret)
        sealed = try key.seal(plaintext, authenticating: Self.data)
    }

    func expectRefusal(_ sealed: [UInt8], _ data: [UInt8] = data, key other: AESGCM.Key? = nil) {
        #expect(throws: CryptoError.authenticationFailed) { try (other ?? key).open(sealed, authenticating: data) }
    }

    func expectOpens() throws {
        #expect(try key.open(sealed, authenticating: Self.data).isEqual(to: plaintext))
        #expect(ErrorQueue.drain().isEmpty)
    }

    @Test("A change of any bit of nonce, ciphertext, tag or associated data does not open")
    func bits() throws {
        for bit in 0..<(8 * sealed.count) {
            var changed = sealed
            changed[bit / 8] ^= 1 << (bit % 8)
            expectRefusal(changed)
        }
        for bit in 0..<(8 * Self.data.count) {
            var changed = Self.data
            changed[bit / 8] ^= 1 << (bit % 8)
            expectRefusal(sealed, changed)
        }
        try expectOpens()
    }

    @Test("What is cut, lengthened or moved does not open")
    func shapes() throws {
        for count in 0..<sealed.count {
            expectRefusal(Array(sealed.prefix(count)))
            expectRefusal(Array(sealed.suffix(count)))
        }
        for byte in [UInt8(0), 16, 255] {
            expectRefusal(sealed + [byte])
            expectRefusal([byte] + sealed)
            expectRefusal(sealed, Self.data + [byte])
        }
        expectRefusal(sealed, [])
        expectRefusal(sealed, Array(Self.data.dropLast()))
        // The border between associated data and ciphertext is part of what is authenticated.
        let nonce = sealed.prefix(AESGCM.nonceCount)
        expectRefusal(nonce + Self.data.suffix(1) + sealed.dropFirst(AESGCM.nonceCount), Self.data.dropLast())
        expectRefusal([UInt8](repeating: 0, count: sealed.count))
        expectRefusal([UInt8](repeating: 0, count: AESGCM.overhead))
        try expectOpens()
    }

    @Test("Another key does not open, nor nonce, ciphertext and tag of two sealings")
    func mixed() throws {
        let other = try AESGCM.Key(SecretBytes([UInt8](repeating: 0x43, count: 32)))
        expectRefusal(sealed, key: other)
        let second = try key.seal(plaintext, authenticating: Self.data)
        for border in [AESGCM.nonceCount, sealed.count - AESGCM.tagCount] {
            expectRefusal(Array(sealed.prefix(border) + second.dropFirst(border)))
        }
        try expectOpens()
    }

    @Test("An empty plaintext is authenticated like any other")
    func empty() throws {
        let sealed = try key.seal(SecretBytes([]), authenticating: [])
        #expect(try key.open(sealed, authenticating: []).count == 0)
        for bit in 0..<(8 * sealed.count) {
            var changed = sealed
            changed[bit / 8] ^= 1 << (bit % 8)
            expectRefusal(changed, [])
        }
        expectRefusal(sealed, [0])
    }

    @Test("A failed opening leaves zeros where the plaintext was decrypted")
    func wiped() throws {
        let context = try CipherContext(Self.secret)
        var room = [UInt8](repeating: 0xaa, count: plaintext.count)
        var changed = sealed
        changed[changed.count - 1] ^= 1
        var output = room.mutableSpan
        let isOpen = context.open(changed.span, Self.data.span, &output)
        #expect(!isOpen)
        #expect(room.allSatisfy { $0 == 0 })
        output = room.mutableSpan
        let opensAgain = context.open(sealed.span, Self.data.span, &output)
        #expect(opensAgain)
        #expect(SecretBytes(room).isEqual(to: plaintext))
    }
}
