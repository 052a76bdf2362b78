public import CryptoCore

/// An authenticator without hardware and without a person, for phones that are programs.
public struct SoftwareAuthenticator: Sendable {
    /// What the relying party knows the credential by.
    public let credentialID: [UInt8]

    private let privateKey: P256.PrivateKey

    /// Creates an authenticator with one credential.
    public init(credentialID: [UInt8], privateKey: P256.PrivateKey) {
        self.credentialID = credentialID
        self.privateKey = privateKey
    }

    /// The public key of the credential, as a SubjectPublicKeyInfo in DER.
    public var publicKey: [UInt8] { privateKey.publicKey.derRepresentation }

    /// Returns an assertion for a challenge.
    ///
    /// - Parameter isUserVerified: What the authenticator says of its user.
    public func assertion(
        for challenge: [UInt8], by relyingParty: RelyingParty, isUserVerified: Bool = true
    ) throws(CryptoError) -> Assertion {
        let data = try AuthenticatorData.bytes(
            relyingPartyID: relyingParty.id, isUserPresent: true, isUserVerified: isUserVerified)
        let client = ClientData(challenge: challenge, origin: relyingParty.origin).bytes
        let signature = try privateKey.derSignature(for: data + Digest.sha256(client))
        return Assertion(authenticatorData: data, clientData: client, signature: signature)
    }
}
