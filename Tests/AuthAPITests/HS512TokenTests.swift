import CryptoCore
import Testing

@testable import AuthAPI

@Suite("Tokens of the web flow") struct HS512TokenTests {
    private static let secret = "i4KkoKuzBw3zfnmFmxEYXPPtW3Rea9bt49zCcQs9"

    private static var key: HMACKey {
        get throws { try HMACKey(.sha512, key: SecretBytes(utf8: secret)) }
    }

    @Test("A token is read by whoever has its key")
    func valid() throws {
        let claims = Array(#"{"iss":"DITGNPY56WW3Z7RBZWY7","exp":1795705320.5}"#.utf8)
        let token = try HS512Token.sign(claims, key: Self.key)
        let verified = try #require(try HS512Token.verify(token, key: Self.key))
        #expect(verified.claims == claims)
        #expect(String(decoding: verified.header, as: UTF8.self) == #"{"typ":"JWT","alg":"HS512"}"#)
        let other = try HMACKey(.sha512, key: SecretBytes(utf8: "another"))
        #expect(try HS512Token.verify(token, key: other) == nil)
        let weaker = try HMACKey(.sha1, key: SecretBytes(utf8: Self.secret))
        #expect(try HS512Token.verify(token, key: weaker) == nil)
    }

    @Test("A token of which one character was changed, left out or added is refused")
    func tampered() throws {
        let token = Array(try HS512Token.sign(Array(#"{"sub":"alice"}"#.utf8), key: Self.key).utf8)
        for index in token.indices {
            var changed = token
            changed[index] = changed[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            #expect(try HS512Token.verify(String(decoding: changed, as: UTF8.self), key: Self.key) == nil)
            changed.remove(at: index)
            #expect(try HS512Token.verify(String(decoding: changed, as: UTF8.self), key: Self.key) == nil)
        }
        for text in ["", ".", "..", "...", "a.b.c", "e30.e30.", String(decoding: token, as: UTF8.self) + "."] {
            #expect(try HS512Token.verify(text, key: Self.key) == nil)
        }
        let long = String(repeating: "A", count: HS512Token.maximumBytes + 1)
        #expect(try HS512Token.verify(long, key: Self.key) == nil)
    }

    @Test("A token that says that nothing signs it is refused")
    func unsigned() throws {
        let header = Base64.encodeURL(Array(#"{"alg":"none"}"#.utf8))
        #expect(try HS512Token.verify("\(header).e30.", key: Self.key) == nil)
        #expect(try HS512Token.verify("\(header).e30", key: Self.key) == nil)
    }
}
