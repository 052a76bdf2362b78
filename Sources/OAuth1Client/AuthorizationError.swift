public import HTTPExchange
public import OAuth1

/// The reason why a step of the redirection-based authorization failed.
///
/// Each case says what the caller can do. None contains a secret, a token or a verifier.
@nonexhaustive
public enum AuthorizationError: Error, Sendable, Equatable {
    /// An argument is invalid; nothing was sent. Correct it.
    case invalidArgument(reason: String)
    /// The request could not be signed; nothing was sent. See the error.
    case signing(OAuth1Error)
    /// There was no response. See the error; request new temporary credentials before you try again.
    case transport(TransportError)
    /// The server refused or redirected the request. `problem` is what it reports, if anything.
    case refused(status: Int, problem: ProblemReport?)
    /// The response has no valid credentials. Report it to the server's operator.
    case invalidResponse(reason: String)
    /// The response lacks `oauth_callback_confirmed=true`: the server implements OAuth 1.0 before revision A, in which an
    /// attacker can make a victim authorise the attacker's session. Do not use the server, unless it is known to need
    /// ``AuthorizationFlow/Leniencies/unconfirmedCallback``.
    case callbackNotConfirmed
    /// The request to the callback did not come from the server. Show an error, and keep waiting: anyone can send one.
    case invalidCallback(reason: String)
    /// The callback belongs to other temporary credentials: another attempt of the same user, or an attack with another
    /// user's authorization. Do not continue with it.
    case callbackForOtherCredentials
    /// The resource owner, or the server for them, denied the authorization. `problem` is what the server reports, if
    /// anything.
    case denied(problem: ProblemReport?)
    /// The verifier is missing, without which the resource owner's consent is not proved. Begin a new authorization.
    case missingVerifier
}

extension AuthorizationError: CustomStringConvertible {
    /// One line for a log.
    public var description: String {
        switch self {
        case .invalidArgument(let reason): "the request is invalid: \(reason)"
        case .signing(let error): "\(error)"
        case .transport(let error): "\(error)"
        case .refused(let status, let problem): "the server responded with status \(status)" + Self.suffix(problem)
        case .invalidResponse(let reason): "the response has no valid credentials: \(reason)"
        case .callbackNotConfirmed: "the server did not confirm the callback: it is not OAuth 1.0 revision A"
        case .invalidCallback(let reason): "the callback did not come from the server: \(reason)"
        case .callbackForOtherCredentials: "the callback belongs to other temporary credentials"
        case .denied(let problem): "the authorization was denied" + Self.suffix(problem)
        case .missingVerifier: "the verifier is missing"
        }
    }

    private static func suffix(_ problem: ProblemReport?) -> String {
        problem.map { ": \($0)" } ?? ""
    }
}
