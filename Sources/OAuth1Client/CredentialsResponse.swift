internal import CryptoCore
internal import HTTPExchange
internal import HTTPTypes
internal import OAuth1

/// A response with credentials (RFC 5849 sections 2.1 and 2.3): a form whatever its `Content-Type`, since many servers send
/// another one.
struct CredentialsResponse {
    private static let names = ["oauth_token", "oauth_token_secret", "oauth_callback_confirmed"]
    private static let maximumParameters = 100

    let token: String
    let tokenSecret: SecretBytes
    /// The parameters but for token, secret and confirmation.
    let others: [Parameter]
    let isCallbackConfirmed: Bool

    init(
        _ response: HTTPTransportResponse, limit: Int, _ leniencies: AuthorizationFlow.Leniencies
    ) throws(AuthorizationError) {
        guard response.body.count <= limit else { throw .transport(.responseTooLarge(limit: limit)) }
        let status = response.head.status.code
        guard (200...299).contains(status) else {
            throw .refused(status: status, problem: ProblemReport(response))
        }
        let parameters = try Self.parameters(of: response.body, leniencies)
        guard let token = try parameters.only("oauth_token"), !token.isEmpty else {
            guard let problem = ProblemReport(response) else {
                throw .invalidResponse(reason: "oauth_token is missing")
            }
            throw .refused(status: status, problem: problem)
        }
        let secret = try parameters.only("oauth_token_secret")
        guard secret != nil || leniencies.contains(.missingTokenSecret) else {
            throw .invalidResponse(reason: "oauth_token_secret is missing")
        }
        self.token = token
        tokenSecret = SecretBytes(utf8: secret ?? "")
        isCallbackConfirmed = try parameters.only("oauth_callback_confirmed") == "true"
        others = parameters.filter { !Self.names.contains($0.name) }
    }

    /// Returns token credentials, with the fields of the OAuth Session extension.
    ///
    /// - Parameter handle: The session handle if the response has none.
    func tokenCredentials(keeping handle: String?) throws(AuthorizationError) -> TokenCredentials {
        let session = try others.only("oauth_session_handle")
        let lifetime = try Self.seconds(others.only("oauth_expires_in"))
        let authorizationLifetime = try Self.seconds(others.only("oauth_authorization_expires_in"))
        // A malformed time does not make a token unusable, which cannot be requested twice. It stays where it was.
        let rest = others.filter { parameter in
            switch parameter.name {
            case "oauth_session_handle": false
            case "oauth_expires_in": lifetime == nil
            case "oauth_authorization_expires_in": authorizationLifetime == nil
            default: true
            }
        }
        return TokenCredentials(
            token: token, tokenSecret: tokenSecret, sessionHandle: session?.isEmpty == false ? session : handle,
            lifetime: lifetime, authorizationLifetime: authorizationLifetime, parameters: rest)
    }

    private static func parameters(
        of body: [UInt8], _ leniencies: AuthorizationFlow.Leniencies
    ) throws(AuthorizationError) -> [Parameter] {
        let form = body.withoutBlanksAround
        if leniencies.contains(.jsonResponse), form.first == UInt8(ascii: "{") {
            guard let parameters = FlatJSONObject.parameters(form, limit: maximumParameters) else {
                throw .invalidResponse(reason: "it is not a JSON object of strings, numbers and Booleans")
            }
            return parameters
        }
        guard let parameters = try? FormEncoding.decode(form, limit: maximumParameters) else {
            throw .invalidResponse(reason: "it has too many parameters")
        }
        return parameters
    }

    /// Returns the time that a whole number of seconds states; `nil` if it is none.
    private static func seconds(_ text: String?) -> Duration? {
        guard let text, (1...12).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int64(text).map { .seconds($0) }
    }
}

extension [UInt8] {
    /// The bytes without white space at both ends: some servers end a form with a line feed, which would become part of the
    /// last value.
    var withoutBlanksAround: [UInt8] {
        let isBlank = { (byte: UInt8) in byte == 0x20 || (0x09...0x0d).contains(byte) }
        return Array(Array(drop(while: isBlank)).reversed().drop(while: isBlank).reversed())
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
