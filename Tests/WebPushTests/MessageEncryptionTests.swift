import CryptoCore
import TestSupport
import Testing

@testable import WebPush

@Suite("Message encryption")
struct MessageEncryptionTests {
    @Test("The example of RFC 8291 is encrypted to its bytes, and decrypted from them")
    func published() throws {
        let body = try RFC8291.bytes(RFC8291.body)
        #expect(body.count == 144)
        #expect(try RFC8291.encrypt(RFC8291.plaintext) == body)
        #expect(try RFC8291.browser().decrypt(body) == RFC8291.plaintext)
    }

    @Test("With one bit changed the example does not decrypt")
    func tampered() throws {
        let body = try RFC8291.bytes(RFC8291.body)
        let browser = try RFC8291.browser()
        // The record size, in bytes 16 to 19, is not authenticated, and a larger one changes nothing.
        for bit in (0..<(body.count * 8)) where !(128..<160).contains(bit) {
            var changed = body
            changed[bit / 8] ^= 1 << (bit % 8)
            #expect(browser.decrypt(changed) == nil, "bit \(bit)")
        }
        for count in [0, 20, 21, 85, 86, 87, 143] { #expect(browser.decrypt(Array(body.prefix(count))) == nil) }
        #expect(browser.decrypt(body + [0]) == nil)
    }

    // By the Python package http_ece 1.2.1, with the key and the salt of the example.
    @Test(
        "Another implementation encrypts to the same bytes",
        arguments: [
            (1, "76c5bcbe04a0fd15c0a56aea31beeef8ea481b453f30dd135a2296f0641f534b"),
            (3993, "6e99bb1302b503e187e2a161058b159c16f96fcd0b4ec052c18eff1d634237e1"),
        ])
    func otherImplementation(count: Int, digest: String) throws {
        let payload = (0..<count).map { UInt8($0 % 251) }
        #expect(Hex.encode(try Digest.sha256(RFC8291.encrypt(payload))) == digest)
    }

    @Test(
        "A browser decrypts what is encrypted for it, of every length", arguments: [0, 1, 15, 16, 17, 511, 512, 3993])
    func lengths(count: Int) throws {
        let browser = try PushBrowser()
        var generator = SeededGenerator(seed: UInt64(count))
        for _ in 0..<5 {
            let payload = generator.bytes(count)
            let body = try MessageEncryption.encrypt(payload, for: browser.subscription())
            #expect(body.count == count + 103 && browser.decrypt(body) == payload)
        }
        // The delimiter is also found behind data that looks like padding.
        let zeros = [UInt8](repeating: 0, count: count)
        for padding in [nil, 3993] as [Int?] {
            let body = try MessageEncryption.encrypt(zeros, for: browser.subscription(), paddedTo: padding)
            #expect(browser.decrypt(body) == zeros)
        }
    }

    @Test("Padded payloads have bodies of one length, whatever their own", arguments: [0, 1, 20, 512, 3993, 9999])
    func padding(padded: Int) throws {
        let browser = try PushBrowser()
        let limit = min(padded, MessageEncryption.maximumPayloadCount)
        for count in Set([0, limit / 2, limit - 1, limit]) where count >= 0 {
            let payload = [UInt8](repeating: 2, count: count)
            let body = try MessageEncryption.encrypt(payload, for: browser.subscription(), paddedTo: padded)
            #expect(body.count == limit + 103 && body.count <= 4096)
            #expect(browser.decrypt(body) == payload)
        }
        #expect(throws: WebPushError.payloadTooLarge(limit: limit)) {
            try MessageEncryption.encrypt(
                [UInt8](repeating: 2, count: limit + 1), for: browser.subscription(), paddedTo: padded)
        }
    }

    @Test("A payload that makes more than one record is refused")
    func tooLarge() throws {
        let subscription = try PushBrowser().subscription()
        #expect(throws: WebPushError.payloadTooLarge(limit: 3993)) {
            try MessageEncryption.encrypt([UInt8](repeating: 1, count: 3994), for: subscription)
        }
    }

    @Test("What the speed is compared with encrypts, too")
    func reference() throws {
        let browser = try PushBrowser()
        let reference = try ReferenceMessageEncryption(
            publicKey: browser.key.publicKey, authenticationSecret: browser.authenticationSecret)
        let body = try reference.encrypt([1, 2, 3, 2, 0, 0])
        #expect(browser.decrypt(body) == [1, 2, 3] && body.count == 86 + 6 + 16)
        #expect(try PushBrowser().decrypt(body) == nil)
    }

    @Test("Only the browser with both secrets decrypts")
    func others() throws {
        let browser = try PushBrowser()
        let body = try MessageEncryption.encrypt([1, 2, 3], for: browser.subscription())
        let other = try PushBrowser()
        #expect(browser.decrypt(body) == [1, 2, 3])
        #expect(other.decrypt(body) == nil)
        #expect(PushBrowser(key: browser.key, authenticationSecret: other.authenticationSecret).decrypt(body) == nil)
        #expect(PushBrowser(key: other.key, authenticationSecret: browser.authenticationSecret).decrypt(body) == nil)
    }

    @Test("Two messages share neither key nor salt")
    func fresh() throws {
        let subscription = try PushBrowser().subscription()
        let bodies = try (0..<50).map { _ in try MessageEncryption.encrypt([7], for: subscription) }
        #expect(Set(bodies.map { $0[..<16] }).count == 50)
        #expect(Set(bodies.map { $0[21..<86] }).count == 50)
        #expect(Set(bodies.map { $0[86...] }).count == 50)
    }
}
