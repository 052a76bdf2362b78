import HTTPExchange
import OAuth1Client

/// What a person can do about an error of the flow.
enum AuthorizationAdvice {
    /// What to do about a problem that the server reports, by its name in the Problem Reporting extension.
    private static let problems = [
        "timestamp_refused": "set this machine's clock",
        "nonce_used": "try again",
        "signature_invalid": "compare the secrets and --signature-method with what the server expects",
        "signature_method_rejected": "give another --signature-method",
        "consumer_key_unknown": "compare the consumer key with the one that the server has issued",
        "consumer_key_rejected": "compare the consumer key with the one that the server has issued",
        "parameter_absent": "the server may expect another --placement or --method",
        "parameter_rejected": "the server may expect another --placement, --method or --callback",
        "verifier_invalid": "begin again, and copy the whole code",
        "token_expired": "begin again",
        "token_used": "begin again",
        "token_rejected": "begin again",
        "permission_denied": "the resource owner has to authorise again: toopher oauth authorize",
        "session_handle_rejected": "the resource owner has to authorise again: toopher oauth authorize",
    ]

    /// Returns the error as one line that ends with what to do.
    static func error(_ error: AuthorizationError) -> CommandError {
        CommandError(advice(for: error).map { "\(error); \($0)" } ?? "\(error)", status: ExitStatus.of(error))
    }

    private static func advice(for error: AuthorizationError) -> String? {
        switch error {
        case .callbackNotConfirmed:
            return "if the server is known to leave oauth_callback_confirmed out, give --accept unconfirmed-callback"
        case .invalidResponse(let reason) where reason.hasPrefix("oauth_token_secret"):
            return "if the server is known to leave it out with RSA, give --accept missing-token-secret"
        case .invalidResponse:
            return "compare the URLs with the server's documentation; for a JSON response, give --accept json"
        case .refused(_, let problem?): return problems[problem.name]
        case .refused(300...399, nil): return "the URL has moved: find the present one in the server's documentation"
        case .refused(404, nil), .refused(405, nil):
            return "compare the URLs and --method with the server's documentation"
        case .refused(401, nil), .refused(403, nil):
            return "compare the consumer key, the secrets and --signature-method with what the server expects"
        case .transport(.plainHTTPRefused): return "use an https URL, or give --insecure"
        case .missingVerifier: return "begin again; a server that sends no verifier cannot be used"
        case .callbackForOtherCredentials: return "copy the address that belongs to this attempt, or begin again"
        case .invalidCallback: return "copy the whole address where the browser ended"
        default: return nil
        }
    }
}
