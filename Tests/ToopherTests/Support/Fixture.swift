import CryptoCore
import OAuth1

@testable import Toopher

/// The credentials, clock and fields of the reference libraries' tests.
enum Fixture {
    static let key = "abcdefg"
    static let secret = "hijklmnop"
    static let baseURL = "https://api.toopher.test/v1/"
    static let token = "s9s7vsb"
    static let nonce = "12345678"
    static let disabled = "The specified user has disabled Toopher authentication."

    /// A helper with a fixed clock and, unless the test passes one, a ledger of its own.
    static func iframe(
        now: Int64 = 1000, secret: String = secret, encodings: Set<PostbackEncoding> = [.reference],
        futureTolerance: Duration = .seconds(60), replayLedger: any PostbackLedger = InMemoryPostbackLedger()
    ) throws -> ToopherIframe {
        try ToopherIframe(
            key: key, secret: SecretBytes(utf8: secret), baseURL: baseURL, replayLedger: replayLedger,
            postbackEncodings: encodings, futureTolerance: futureTolerance, clock: { now },
            nonces: { () throws(CryptoError) in nonce })
    }

    /// The unsigned fields of a postback vector, in arbitrary order.
    static func fields(_ id: String = "pb-auth") throws -> [Parameter] {
        try Vectors.load().postback(id).fields.map { Parameter($0.key, $0.value) }
    }

    /// A signed error postback.
    static func refusal(_ code: String, _ message: String = "text", extra: [Parameter] = []) throws -> [Parameter] {
        let fields = [
            Parameter("error_code", code), Parameter("error_message", message), Parameter("session_token", token),
            Parameter("timestamp", "1000"),
        ]
        return try (fields + extra).signed()
    }
}

extension ToopherIframe {
    /// Returns the description of the error that processing the fields throws; `nil` if they are accepted.
    func rejection(
        of fields: [Parameter], requestToken: ExpectedRequestToken = .expected(Fixture.token),
        ttl: Duration = .seconds(300),
        expecting: PostbackExpectation = .anything
    ) -> String? {
        do {
            _ = try processPostbackWithoutReplayProtection(
                .fields(fields), requestToken: requestToken, ttl: ttl, expecting: expecting)
            return nil
        } catch {
            return error.description
        }
    }

    /// Returns whether the fields let a user in.
    func grants(_ fields: [Parameter], allowingDisabledUsers: Bool = false) -> Bool {
        isAuthenticationGrantedWithoutReplayProtection(
            .fields(fields), requestToken: .expected(Fixture.token), expecting: .anything,
            allowingDisabledUsers: allowingDisabledUsers)
    }
}
