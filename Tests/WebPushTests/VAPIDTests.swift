import CryptoCore
import Testing

@testable import WebPush

@Suite("VAPID")
struct VAPIDTests {
    // RFC 8292 section 2.4.
    static let token = """
        eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJhdWQiOiJodHRwczovL3B1c2guZXhhbXBsZS5uZXQiLCJleHAiOjE0NTM1MjM3NjgsInN1YiI6\
        Im1haWx0bzpwdXNoQGV4YW1wbGUuY29tIn0.i3CYb7t4xfxCDquptFOepC9GAu_HLGkMlMuCGSK2rpiUfnK9ojFwDXb1JrErtmysazNjjvW2L9OkSS\
        HzvoD1oA
        """
    static let key = "BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs"

    @Test("The example of RFC 8292 verifies, and with one character changed it does not")
    func published() throws {
        let claims = VAPIDChecks.Claims(
            aud: "https://push.example.net", exp: 1_453_523_768, sub: "mailto:push@example.com")
        #expect(VAPIDChecks.claims(of: Self.token, key: Self.key) == claims)
        let bytes = Array(Self.token.utf8)
        for index in bytes.indices {
            var changed = bytes
            changed[index] = changed[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            #expect(VAPIDChecks.claims(of: String(decoding: changed, as: UTF8.self), key: Self.key) == nil, "\(index)")
        }
        #expect(VAPIDChecks.claims(of: Self.token, key: try VAPIDKey().publicKey) == nil)
    }

    @Test("The example's token is made of its claims, but for the signature")
    func making() throws {
        let key = try VAPIDKey()
        let token = try VAPIDToken.make(
            audience: "https://push.example.net", expiration: 1_453_523_768,
            contact: VAPIDContact("mailto:push@example.com"), key: key)
        let signed = try #require(token.utf8.lastIndex(of: UInt8(ascii: ".")))
        #expect(Self.token.hasPrefix(token[...signed]))
        #expect(VAPIDChecks.claims(of: token, key: key.publicKey)?.sub == "mailto:push@example.com")
        #expect(VAPIDChecks.claims(of: token, key: Self.key) == nil)
    }

    @Test("A stored key is the same when it is read again")
    func storing() throws {
        let key = try VAPIDKey()
        let again = try VAPIDKey(rawRepresentation: key.rawRepresentation())
        #expect(again.publicKey == key.publicKey)
        #expect(Base64.decodeURL(key.publicKey)?.count == 65)
        #expect(try VAPIDKey().publicKey != key.publicKey)
        for bad in [[], [UInt8](repeating: 0, count: 32), [UInt8](repeating: 255, count: 32), [1]] {
            #expect(throws: CryptoError.self) { try VAPIDKey(rawRepresentation: SecretBytes(bad)) }
        }
    }

    @Test("Text in JSON has escape sequences where RFC 8259 section 7 requires them")
    func json() {
        #expect(JSONText.quoted("") == "\"\"")
        #expect(JSONText.quoted(#"a"b\c/é"#) == #""a\"b\\c/é""#)
        #expect(JSONText.quoted("\u{0}\n\u{1f}\u{7f} ") == "\"\\u0000\\u000a\\u001f\u{7f} \"")
        #expect(JSONText.quoted("\r\n\u{301}") == "\"\\u000d\\u000a\u{301}\"")
    }
}
