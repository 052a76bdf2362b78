import CryptoCore
import DeviceProtocol
import HTTPTypes
import OAuth1
import WebAuthn

extension VirtualPhone {
    /// Sets up what proves the phone's own check of its user, unless that was done before.
    func setUpCredential() async throws {
        let current: DeviceMessage.Credential = try DeviceMessage.decode(await call(.get, "device/credential"))
        guard current.id == nil else { return }
        let authenticator = try authenticator()
        let (id, publicKey) = (
            Base64.encodeURL(authenticator.credentialID), Base64.encodeURL(authenticator.publicKey)
        )
        let now = SystemClock.unixSeconds()
        let record = DeviceProtocol.CredentialRecord(
            service: service.base + "/", device: deviceID, credential: id, publicKey: publicKey,
            isAlwaysRequired: false, set: now)
        let message = DeviceMessage.CredentialSetting(
            id: id, publicKey: publicKey, isAlwaysRequired: false, assertion: try assertion(for: record.challenge()))
        let _: DeviceMessage.Credential = try DeviceMessage.decode(
            await call(.put, "device/credential", DeviceMessage.encode(message), at: now))
    }

    /// Returns the proof of the phone's own check for a challenge.
    func assertion(for challenge: [UInt8]) throws -> DeviceMessage.Assertion {
        guard let relyingParty = RelyingParty(url: service.base) else {
            throw CommandError("\(service.base) has a host that no authenticator knows")
        }
        let authenticator = try authenticator()
        let assertion = try authenticator.assertion(for: challenge, by: relyingParty)
        return DeviceMessage.Assertion(
            credential: Base64.encodeURL(authenticator.credentialID),
            authenticatorData: Base64.encodeURL(assertion.authenticatorData),
            clientData: Base64.encodeURL(assertion.clientData), signature: Base64.encodeURL(assertion.signature))
    }

    /// A program has nobody to check: its authenticator has the phone's own key.
    private func authenticator() throws(CryptoError) -> SoftwareAuthenticator {
        let id = try Digest.sha256(key.publicKey.x963Representation).prefix(16)
        return SoftwareAuthenticator(credentialID: Array(id), privateKey: key)
    }
}
