#if Service

/// Why a call of the web flow is refused.
enum WebFlowError: Error, Sendable, Hashable {
    /// A token is not signed by the integration, or says something else than it must.
    case invalidToken
    /// The code is not valid, was used, or belongs to another integration or address.
    case invalidCode
    /// A parameter is missing or has another value than the flow has.
    case invalidRequest

    /// The words of RFC 6749 section 5.2.
    var word: String {
        switch self {
        case .invalidToken: "invalid_client"
        case .invalidCode: "invalid_grant"
        case .invalidRequest: "invalid_request"
        }
    }
}

#endif
