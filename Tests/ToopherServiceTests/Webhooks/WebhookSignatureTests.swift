#if Service

import CryptoCore
import Testing

@testable import ToopherService

@Suite("The signature of a webhook") struct WebhookSignatureTests {
    /// The example that libraries of Standard Webhooks are tested with.
    static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    static let id = "msg_p5jXN8AQM9LWM0D4loKWxJek"
    static let body = Array(#"{"test": 2432232314}"#.utf8)
    static let signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="

    private func key(_ secret: String = secret) throws -> SecretBytes {
        SecretBytes(try #require(Base64.decode(String(secret.dropFirst(6)))))
    }

    private func value(
        id: String = id, timestamp: Int64 = 1_614_265_330, body: [UInt8] = body, keys: [SecretBytes]
    ) throws -> String {
        try WebhookSignature.value(id: id, timestamp: timestamp, body: body, keys: keys)
    }

    @Test("The published example has its signature, and with anything changed it has another one")
    func published() throws {
        let key = try key()
        #expect(try value(keys: [key]) == Self.signature)
        #expect(try value(id: Self.id + "x", keys: [key]) != Self.signature)
        #expect(try value(timestamp: 1_614_265_331, keys: [key]) != Self.signature)
        #expect(try value(body: Self.body + [0x20], keys: [key]) != Self.signature)
        #expect(try value(keys: [SecretBytes(utf8: Self.secret)]) != Self.signature)
        // The border between two fields is signed too.
        #expect(try value(id: Self.id + ".1614265330", timestamp: 1, keys: [key]) != Self.signature)
    }

    @Test("The tests' own receiver accepts the published example, and nothing that was changed")
    func receiver() throws {
        let verifier = WebhookVerifier(secret: Self.secret)
        let other = WebhookVerifier(secret: "whsec_" + Base64.encode([UInt8](repeating: 1, count: 32)))
        func isValid(
            _ signature: String = Self.signature, by receiver: WebhookVerifier? = nil, timestamp: String = "1614265330",
            body: [UInt8] = Self.body
        ) throws -> Bool {
            try (receiver ?? verifier).isValid(id: Self.id, timestamp: timestamp, signature: signature, body: body)
        }
        #expect(try isValid())
        #expect(try isValid("v1,AAAA " + Self.signature))
        #expect(try !isValid("v1,AAAA"))
        #expect(try !isValid(timestamp: "1614265331"))
        #expect(try !isValid(body: Self.body + [0x20]))
        #expect(try !isValid(by: other))
    }

    @Test("Each secret signs, in the order in which they are given")
    func rotation() throws {
        let other = SecretBytes([UInt8](repeating: 1, count: 32))
        let both = try value(keys: [other, key()])
        #expect(try both == value(keys: [other]) + " " + Self.signature)
    }

    @Test("A secret is 32 random bytes in base64, with the prefix of the specification")
    func secrets() throws {
        let secrets = try (0..<2).map { _ in try WebhookSecret(SystemRandom.source) }
        for secret in secrets {
            let bytes = try #require(Base64.decode(String(secret.text.dropFirst(6))))
            #expect(secret.text.hasPrefix("whsec_") && bytes.count == 32)
            #expect(secret.bytes.isEqual(to: SecretBytes(bytes)))
        }
        #expect(secrets[0].text != secrets[1].text)
    }
}

#endif
