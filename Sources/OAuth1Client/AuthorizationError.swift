public import HTTPExchange
public import OAuth1

/// Why a step of the redirection-based authorization brought nothing.
///
/// Each case says what to do. None holds a secret, a token or a verifier.
@nonexhaustive
public enum AuthorizationError: Error, Sendable, Equatable {
    /// What the caller gave cannot be sent; nothing was. Correct it.
    case invalidArgument(reason: String)
    /// The request could not be signed; nothing was sent. See the error.
    case signing(OAuth1Error)
    /// No response came. See the error; ask for new temporary credentials before trying again.
    case transport(TransportError)
    /// The server refused the request, or answered with a redirect. `problem` is its `oauth_problem`,
    /// if it names one: `timestamp_refused`, `nonce_used`, `signature_invalid`, `verifier_invalid`, ….
    case refused(status: Int, problem: String?)
    /// The server accepted the request and answered something that holds no credentials; report it there.
    case invalidResponse(reason: String)
    /// The server did not say `oauth_callback_confirmed=true`: it speaks OAuth 1.0 before revision A, in
    /// which an attacker can have a victim authorise the attacker's session. Do not use it.
    case callbackNotConfirmed
    /// What came to the callback is not what the server sends there. Show an error, and keep waiting:
    /// anybody can call it.
    case invalidCallback(reason: String)
    /// The callback is about other temporary credentials than these: another attempt of the same
    /// user, or an attempt to slip somebody else's authorization in. Do not go on with it.
    case callbackForOtherCredentials
    /// The resource owner said no, or the server did in their place. `problem` is its `oauth_problem`, if it names one.
    case denied(problem: String?)
    /// There is no verifier, without which the resource owner's consent cannot be told from anybody's.
    case missingVerifier
}

extension AuthorizationError: CustomStringConvertible {
    /// One line for a log.
    public var description: String {
        switch self {
        case .invalidArgument(let reason): "the request cannot be made: \(reason)"
        case .signing(let error): "\(error)"
        case .transport(let error): "\(error)"
        case .refused(let status, let problem): "the server answered \(status)" + Self.suffix(problem)
        case .invalidResponse(let reason): "the response holds no credentials: \(reason)"
        case .callbackNotConfirmed: "the server did not confirm the callback: it does not speak OAuth 1.0 revision A"
        case .invalidCallback(let reason): "the callback is not the server's: \(reason)"
        case .callbackForOtherCredentials: "the callback is about other temporary credentials"
        case .denied(let problem): "the authorization was denied" + Self.suffix(problem)
        case .missingVerifier: "the verifier is missing"
        }
    }

    private static func suffix(_ problem: String?) -> String {
        problem.map { ": \($0)" } ?? ""
    }
}
