internal import CryptoCore
internal import HTTPExchange
internal import HTTPTypes
internal import OAuth1

/// A response with credentials (RFC 5849 sections 2.1 and 2.3): a form whatever its `Content-Type`, since many servers send
/// another one.
struct CredentialsResponse {
    private static let names = ["oauth_token", "oauth_token_secret", "oauth_callback_confirmed"]

    let token: String
    let tokenSecret: SecretBytes
    /// The parameters but for token, secret and confirmation.
    let others: [Parameter]
    let isCallbackConfirmed: Bool

    init(_ response: HTTPTransportResponse, limit: Int) throws(AuthorizationError) {
        guard response.body.count <= limit else { throw .transport(.responseTooLarge(limit: limit)) }
        let status = response.head.status.code
        guard (200...299).contains(status) else {
            throw .refused(status: status, problem: ProblemReport.name(in: response))
        }
        guard let parameters = try? FormEncoding.decode(Self.trimmed(response.body), limit: 100) else {
            throw .invalidResponse(reason: "it has too many parameters")
        }
        guard let token = try parameters.only("oauth_token"), !token.isEmpty else {
            guard let problem = ProblemReport.name(in: response) else {
                throw .invalidResponse(reason: "oauth_token is missing")
            }
            throw .refused(status: status, problem: problem)
        }
        guard let secret = try parameters.only("oauth_token_secret") else {
            throw .invalidResponse(reason: "oauth_token_secret is missing")
        }
        self.token = token
        tokenSecret = SecretBytes(utf8: secret)
        isCallbackConfirmed = try parameters.only("oauth_callback_confirmed") == "true"
        others = parameters.filter { !Self.names.contains($0.name) }
    }

    /// Some servers end the form with a line feed, which would become part of the last value.
    private static func trimmed(_ body: [UInt8]) -> [UInt8] {
        let isBlank = { (byte: UInt8) in byte == 0x20 || (0x09...0x0d).contains(byte) }
        return Array(Array(body.drop(while: isBlank)).reversed().drop(while: isBlank).reversed())
    }
}

extension [Parameter] {
    /// Returns the value of the parameter `name`, which must not occur twice.
    fileprivate func only(_ name: String) throws(AuthorizationError) -> String? {
        guard let value = first(name) else { return nil }
        guard filter({ $0.name == name }).count == 1 else { throw .invalidResponse(reason: "\(name) occurs twice") }
        guard !value.unicodeScalars.contains("\u{fffd}") else {
            throw .invalidResponse(reason: "\(name) is not valid UTF-8")
        }
        return value
    }
}
