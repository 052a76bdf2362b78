#if Service

internal import AuthAPI
internal import CryptoCore

/// A program of a requester that speaks the Auth API, with keys of its own.
struct Integration: Sendable {
    /// The integration key, which names it.
    var key: String
    var name: String
    var kind: IntegrationKind
    var isEnabled: Bool
    var accepted: Set<SignatureVariant>
    /// The variants that it has used so far.
    var seen: Set<SignatureVariant>
    /// Whether one of its clients has said that it lets users in when it cannot ask.
    var failsOpen: Bool
    /// Whether a first request that is refused gets an error, and not a `deny`.
    var showsErrors: Bool
    /// Whether a user without a second factor gets a link to pair a phone.
    var offersEnrolment: Bool
    /// Where browsers may be sent back to.
    var redirectURIs: [String]
    /// The secret key as the database holds it. If it is unchanged, so are the keys.
    var sealed: String
    /// What verifies requests.
    var callKey: CallKey
    /// What signs and verifies the tokens of the web flow.
    var tokenKey: HMACKey
}

#endif
