internal import CryptoCore

/// The proof that an authenticator has checked its user, for one challenge.
///
/// WebAuthn Level 2 section 7.2, for a credential that the caller has looked up. Extensions and the signature counter are not
/// used: authenticators of phones and computers do not count.
public struct Assertion: Sendable, Hashable {
    /// `AuthenticatorAssertionResponse.authenticatorData`.
    public var authenticatorData: [UInt8]
    /// `AuthenticatorResponse.clientDataJSON`.
    public var clientData: [UInt8]
    /// `AuthenticatorAssertionResponse.signature`.
    public var signature: [UInt8]

    /// Creates an assertion from what was received.
    public init(authenticatorData: [UInt8], clientData: [UInt8], signature: [UInt8]) {
        self.authenticatorData = authenticatorData
        self.clientData = clientData
        self.signature = signature
    }

    /// Returns whether the owner of a key's authenticator was verified for a challenge, on a page of the relying party.
    ///
    /// False for bytes of any kind that are not: nothing is thrown, and nothing large is read.
    ///
    /// - Parameter challenge: What the page has given to the authenticator. It makes the assertion one of a kind: the digest of
    ///   what the user has agreed to.
    public func isValid(for challenge: [UInt8], by relyingParty: RelyingParty, key: CredentialKey) -> Bool {
        guard let data = AuthenticatorData(authenticatorData),
            let digest = try? Digest.sha256(Array(relyingParty.id.utf8)), data.relyingPartyDigest.elementsEqual(digest),
            data.isUserPresent, data.isUserVerified,
            ClientData(received: clientData).isAssertion(of: challenge, by: relyingParty.origin),
            let clientDigest = try? Digest.sha256(clientData)
        else { return false }
        return key.isValidSignature(signature, for: authenticatorData + clientDigest)
    }
}
