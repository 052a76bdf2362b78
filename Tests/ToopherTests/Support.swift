import CryptoCore
import HTTPExchange
import HTTPTypes
import OAuth1
import TestSupport
import Testing

@testable import Toopher

/// What most tests need: the credentials, clock and fields of the reference libraries' tests.
enum Fixture {
    static let key = "abcdefg"
    static let secret = "hijklmnop"
    static let token = "s9s7vsb"
    static let nonce = "12345678"
    static let disabled = "The specified user has disabled Toopher authentication."

    static func iframe(
        now: Int64 = 1000, secret: String = secret, encodings: Set<PostbackEncoding> = [.reference]
    ) throws -> ToopherIframe {
        try ToopherIframe(
            key: key, secret: SecretBytes(utf8: secret), baseURL: "https://api.toopher.test/v1/",
            postbackEncodings: encodings, clock: { now }, nonces: { () throws(CryptoError) in nonce })
    }

    /// The unsigned fields of a postback vector, in no particular order.
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

extension [Parameter] {
    /// The fields with the signature that the service would add, over an encoding written here anew.
    func signed(secret: String = Fixture.secret, literals: String = "") throws -> [Parameter] {
        let fields = filter { $0.name != "toopher_sig" }
        let text = fields.stringToSign(literals: literals)
        let key = try HMACKey(.sha1, key: SecretBytes(utf8: secret))
        return fields + [Parameter("toopher_sig", Base64.encode(try key.authenticationCode(for: [UInt8](text.utf8))))]
    }

    func stringToSign(literals: String = "") -> String {
        let literal = [UInt8](("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-" + literals).utf8)
        func encode(_ text: String) -> String {
            text.utf8.map { byte in
                if byte == 0x20 { return "+" }
                if literal.contains(byte) { return String(UnicodeScalar(byte)) }
                return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }.joined()
        }
        return sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            .map { encode($0.name) + "=" + encode($0.value) }.joined(separator: "&")
    }

    func setting(_ name: String, to value: String) -> [Parameter] {
        map { $0.name == name ? Parameter(name, value) : $0 }
    }

    func removing(_ names: String...) -> [Parameter] {
        filter { !names.contains($0.name) }
    }

    func adding(_ name: String, _ value: String) -> [Parameter] {
        self + [Parameter(name, value)]
    }

    subscript(name: String) -> String? {
        first { $0.name == name }?.value
    }
}

extension ToopherIframe {
    /// The description of what `processPostback` throws; `nil` when it accepts the fields.
    func rejection(
        of fields: [Parameter], requestToken: ExpectedRequestToken = .expected(Fixture.token), ttl: Int64 = 300,
        expecting: PostbackExpectation = .anything
    ) -> String? {
        do {
            _ = try processPostback(.fields(fields), requestToken: requestToken, ttl: ttl, expecting: expecting)
            return nil
        } catch {
            return error.description
        }
    }

    func grants(_ fields: [Parameter], allowingDisabledUsers: Bool = false) -> Bool {
        isAuthenticationGranted(
            .fields(fields), requestToken: .expected(Fixture.token), expecting: .anything,
            allowingDisabledUsers: allowingDisabledUsers)
    }
}

extension ScriptedTransport {
    /// Returns a transport that always sends the same response, as the service does.
    static func service(
        status: Int = 200, type: String? = "application/json", _ body: String
    ) -> ScriptedTransport {
        var headers = HTTPFields()
        headers[.contentType] = type
        return ScriptedTransport(body, status: status, headers: headers)
    }
}
