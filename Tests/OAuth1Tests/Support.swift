import CryptoCore
import Testing

@testable import OAuth1

/// The pieces of one published example.
struct Example: Sendable, CustomTestStringConvertible {
    var source: String
    var method = "POST"
    var url: String
    var authorization: String?
    var body: String = ""
    var consumerSecret: String
    var tokenSecret: String?
    var timestamp: Int64
    var baseString: String?

    var testDescription: String { source }

    var request: ReceivedRequest {
        ReceivedRequest(
            method: method, url: url, authorization: authorization.map { [$0] } ?? [],
            contentType: body.isEmpty ? nil : "application/x-www-form-urlencoded", body: Array(body.utf8))
    }

    /// Verifies `request` with this example's secrets and clock, and a ledger of its own.
    func verify(_ request: ReceivedRequest) async throws -> VerifiedRequest {
        try await Verifier(ledger: InMemoryNonceLedger(), clock: { timestamp }).verify(request) { key, token in
            try Credentials(
                consumerKey: key, consumerSecret: SecretBytes(utf8: consumerSecret), token: token,
                tokenSecret: tokenSecret.map { SecretBytes(utf8: $0) })
        }
    }
}

/// A small generator with a fixed seed: the same bytes on every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

func credentials(
    key: String = "abcdefg", secret: String = "hijklmnop", token: String? = nil, tokenSecret: String? = nil
) throws -> Credentials {
    try Credentials(
        consumerKey: key, consumerSecret: SecretBytes(utf8: secret), token: token,
        tokenSecret: tokenSecret.map { SecretBytes(utf8: $0) })
}

/// A signer whose nonces count up from 1 and whose clock stands.
func signer(at timestamp: Int64 = 1_700_000_000, nonce: String = "abcdef0123456789") throws -> Signer {
    Signer(credentials: try credentials(), clock: { timestamp }, nonces: { () throws(CryptoError) in nonce })
}
