#if Service

import CryptoCore
import DeviceProtocol
import HTTPTypes
import WebAuthn

extension Phone {
    /// The phone's authenticator. It has the phone's own key unless another one is given.
    func authenticator(_ id: [UInt8] = [1, 2, 3, 4], key: P256.PrivateKey? = nil) -> SoftwareAuthenticator {
        SoftwareAuthenticator(credentialID: id, privateKey: key ?? self.key)
    }

    /// Returns the JSON of the proof of the phone's own check.
    func assertion(
        for challenge: [UInt8], by authenticator: SoftwareAuthenticator? = nil, at base: String = Harness.base,
        isUserVerified: Bool = true
    ) throws -> String {
        let authenticator = authenticator ?? self.authenticator()
        guard let relyingParty = RelyingParty(url: base) else { return "null" }
        let made = try authenticator.assertion(for: challenge, by: relyingParty, isUserVerified: isUserVerified)
        return """
            {"credential":"\(Base64.encodeURL(authenticator.credentialID))",\
            "authenticator_data":"\(Base64.encodeURL(made.authenticatorData))",\
            "client_data":"\(Base64.encodeURL(made.clientData))","signature":"\(Base64.encodeURL(made.signature))"}
            """
    }

    /// Sets up a credential, or changes when it is needed.
    ///
    /// - Parameter prover: The authenticator that proves the change; the new one by default.
    func setCredential(
        _ authenticator: SoftwareAuthenticator? = nil, isAlwaysRequired: Bool = false,
        provenBy prover: SoftwareAuthenticator? = nil,
        _ change: (inout DeviceProtocol.CredentialRecord) -> Void = { _ in }
    ) async throws -> ServiceResponse {
        let authenticator = authenticator ?? self.authenticator()
        let (credential, publicKey) = (
            Base64.encodeURL(authenticator.credentialID), Base64.encodeURL(authenticator.publicKey)
        )
        var record = DeviceProtocol.CredentialRecord(
            service: Harness.base + "/v1/", device: id, credential: credential, publicKey: publicKey,
            isAlwaysRequired: isAlwaysRequired, set: harness.clock.now)
        change(&record)
        let proof = try assertion(for: record.challenge(), by: prover ?? authenticator)
        return try await call(
            .put, "/v1/device/credential",
            """
            {"id":"\(credential)","public_key":"\(publicKey)","always_required":\(isAlwaysRequired),"assertion":\(proof)}
            """)
    }
}

#endif
