#if Service

internal import CryptoCore
internal import WebAuthn

/// The proof of a phone's own check, as the phone sends it: an assertion, and the credential that it was made with.
struct SubmittedAssertion: Decodable, Sendable {
    /// More than the longest credential id has, in characters (WebAuthn Level 2 section 4: at most 1023 bytes).
    static let maximumCredentialLength = 1400

    var credential: String
    var authenticatorData: String
    var clientData: String
    var signature: String

    enum CodingKeys: String, CodingKey {
        case credential, signature
        case authenticatorData = "authenticator_data"
        case clientData = "client_data"
    }

    /// Whether this proves that the owner of a credential's authenticator was checked for a challenge.
    ///
    /// - Parameter service: The base URL of the service, as the phone knows it.
    func isValid(for challenge: [UInt8], service: String, by credential: DeviceCredential) -> Bool {
        guard self.credential == credential.id, let relyingParty = RelyingParty(url: service),
            let authenticatorData = Base64.decodeURL(authenticatorData),
            let clientData = Base64.decodeURL(clientData), let signature = Base64.decodeURL(signature)
        else { return false }
        return Assertion(authenticatorData: authenticatorData, clientData: clientData, signature: signature)
            .isValid(for: challenge, by: relyingParty, key: credential.key)
    }

    /// What is stored with a decision: the four members, with dots between.
    var stored: String { [credential, authenticatorData, clientData, signature].joined(separator: ".") }
}

#endif
