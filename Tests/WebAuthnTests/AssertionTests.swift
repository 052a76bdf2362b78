import CryptoCore
import TestSupport
import Testing

@testable import WebAuthn

@Suite("Assertions") struct AssertionTests {
    static let party = RelyingParty(url: "https://example.org")

    /// An assertion that is valid, and what it is valid for.
    struct Valid {
        var challenge = Array("the digest of a decision".utf8)
        var party: RelyingParty
        var authenticator: SoftwareAuthenticator
        var key: CredentialKey
        var assertion: Assertion

        init() throws {
            party = try #require(RelyingParty(url: "https://auth.example.org:8443/v1/"))
            authenticator = SoftwareAuthenticator(credentialID: [1, 2, 3], privateKey: try P256.PrivateKey())
            key = try #require(CredentialKey(derRepresentation: authenticator.publicKey))
            assertion = try authenticator.assertion(for: challenge, by: party)
        }

        var isValid: Bool { assertion.isValid(for: challenge, by: party, key: key) }
    }

    @Test(
        "The vectors of WebAuthn Level 3 are accepted where the user was verified on a page of the site itself",
        arguments: WebAuthnVector.all)
    func vectors(_ vector: WebAuthnVector) throws {
        let party = try #require(Self.party)
        let key = try #require(
            Base64.decodeURL(vector.publicKey).flatMap { CredentialKey(derRepresentation: $0) })
        let challenge = try #require(Base64.decodeURL(vector.challenge))
        let assertion = Assertion(
            authenticatorData: try #require(Base64.decodeURL(vector.authenticatorData)),
            clientData: try #require(Base64.decodeURL(vector.clientData)),
            signature: try #require(Base64.decodeURL(vector.signature)))
        #expect(assertion.isValid(for: challenge, by: party, key: key) == vector.isAccepted)
        // Whatever is refused is refused for what it says: the signatures of all are right.
        let signed = assertion.authenticatorData + (try Digest.sha256(assertion.clientData))
        #expect(key.isValidSignature(assertion.signature, for: signed))
    }

    @Test("Of the vectors, some are accepted and some are not")
    func vectorCounts() {
        #expect(WebAuthnVector.all.count { $0.isAccepted } == 3)
        #expect(WebAuthnVector.all.count == 10)
    }

    @Test("An assertion is valid for its challenge, origin and key")
    func valid() throws {
        let valid = try Valid()
        #expect(valid.isValid)
        #expect(!valid.assertion.isValid(for: valid.challenge + [0], by: valid.party, key: valid.key))
        #expect(!valid.assertion.isValid(for: [], by: valid.party, key: valid.key))
        let other = try #require(
            CredentialKey(derRepresentation: P256.PrivateKey().publicKey.derRepresentation))
        #expect(!valid.assertion.isValid(for: valid.challenge, by: valid.party, key: other))
        for url in [
            "https://auth.example.org", "https://auth.example.org:8444", "http://auth.example.org:8443",
            "https://example.org:8443", "https://a.auth.example.org:8443", "https://auth.example.orga:8443",
        ] {
            let party = try #require(RelyingParty(url: url))
            #expect(!valid.assertion.isValid(for: valid.challenge, by: party, key: valid.key), "\(url)")
        }
    }

    @Test("With any bit changed an assertion is not valid")
    func everyBit() throws {
        let valid = try Valid()
        let parts: [WritableKeyPath<Assertion, [UInt8]>] = [\.authenticatorData, \.clientData, \.signature]
        for part in parts {
            for bit in 0..<(8 * valid.assertion[keyPath: part].count) {
                var changed = valid
                changed.assertion[keyPath: part][bit / 8] ^= 1 << UInt8(bit % 8)
                #expect(!changed.isValid, "bit \(bit) of \(part)")
            }
        }
    }

    @Test("A part that is cut or prolonged makes an assertion invalid")
    func lengths() throws {
        let valid = try Valid()
        let parts: [WritableKeyPath<Assertion, [UInt8]>] = [\.authenticatorData, \.clientData, \.signature]
        for part in parts {
            for count in 0..<valid.assertion[keyPath: part].count {
                var changed = valid
                changed.assertion[keyPath: part] = Array(valid.assertion[keyPath: part].prefix(count))
                #expect(!changed.isValid)
            }
            for added in [1, 100, 5000] {
                var changed = valid
                changed.assertion[keyPath: part] += [UInt8](repeating: 0, count: added)
                #expect(!changed.isValid)
            }
        }
    }

    /// Signs what an authenticator would not, so that nothing but the content can be the reason of a refusal.
    private func signed(_ authenticatorData: [UInt8], _ clientData: [UInt8], in valid: Valid, _ key: P256.PrivateKey)
        throws
        -> Bool
    {
        let signature = try key.derSignature(for: authenticatorData + Digest.sha256(clientData))
        let own = try #require(CredentialKey(derRepresentation: key.publicKey.derRepresentation))
        return Assertion(authenticatorData: authenticatorData, clientData: clientData, signature: signature)
            .isValid(for: valid.challenge, by: valid.party, key: own)
    }

    @Test(
        "What a validly signed assertion says decides",
        arguments: [
            ("", "", true), ("}", ",\"topOrigin\":\"https://other.example\"}", true),
            ("false}", "false,\"later\":{\"member\":1}}", true), ("webauthn.get", "webauthn.create", false),
            ("\"crossOrigin\":false", "\"crossOrigin\":true", false),
            ("\"crossOrigin\":false", "\"crossOrigin\":null", false),
            ("false}", "falsey}", false), ("false}", "false", false), ("false}", "false,", false), ("}", "} ", false),
            ("}", "}}", false), ("{", " {", false), ("\"type\"", "\"typ\\u0065\"", false),
            ("https:", "http:", false), (":8443", "", false),
            ("auth.example.org", "auth.example.org.evil.example", false),
            ("{\"type\":\"webauthn.get\",", "{", false), (",\"origin\"", ", \"origin\"", false),
        ])
    func clientData(_ part: String, _ replacement: String, _ isAccepted: Bool) throws {
        let valid = try Valid()
        let text = String(decoding: valid.assertion.clientData, as: UTF8.self)
        var changed = text
        if let range = part.isEmpty ? nil : text.ranges(of: part).last {
            changed.replaceSubrange(range, with: replacement)
        }
        let key = try P256.PrivateKey()
        #expect(try signed(valid.assertion.authenticatorData, Array(changed.utf8), in: valid, key) == isAccepted)
    }

    @Test("The user must be present and verified, and the digest that of the site", arguments: [UInt8](0...7))
    func flags(_ flags: UInt8) throws {
        let valid = try Valid()
        let key = try P256.PrivateKey()
        var data = valid.assertion.authenticatorData
        data[32] = flags
        #expect(try signed(data, valid.assertion.clientData, in: valid, key) == (flags & 5 == 5))
        // The bits of backups, attested data and extensions decide nothing.
        data[32] = flags | 0xD8
        #expect(try signed(data, valid.assertion.clientData, in: valid, key) == (flags & 5 == 5))
        data[0] ^= 1
        #expect(try !signed(data, valid.assertion.clientData, in: valid, key))
    }

    @Test("Authenticator data may have extensions, up to a kibibyte in all")
    func extensions() throws {
        let valid = try Valid()
        let key = try P256.PrivateKey()
        for (count, isAccepted) in [(0, true), (1, true), (987, true), (988, false)] {
            let data = valid.assertion.authenticatorData + [UInt8](repeating: 0xA0, count: count)
            #expect(try signed(data, valid.assertion.clientData, in: valid, key) == isAccepted, "\(count)")
        }
    }

    @Test("A user whom the authenticator has not verified is refused")
    func unverified() throws {
        let valid = try Valid()
        let assertion = try valid.authenticator.assertion(for: valid.challenge, by: valid.party, isUserVerified: false)
        #expect(!assertion.isValid(for: valid.challenge, by: valid.party, key: valid.key))
    }

    @Test("Random bytes are never valid, and never trap")
    func random() throws {
        let valid = try Valid()
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<2000 {
            func bytes() -> [UInt8] {
                (0..<Int.random(in: 0..<200, using: &generator)).map { _ in .random(in: 0...255, using: &generator) }
            }
            let assertion = Assertion(authenticatorData: bytes(), clientData: bytes(), signature: bytes())
            #expect(!assertion.isValid(for: valid.challenge, by: valid.party, key: valid.key))
            #expect(CredentialKey(derRepresentation: bytes()) == nil)
        }
    }
}
