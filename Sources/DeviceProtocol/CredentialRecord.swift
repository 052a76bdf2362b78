public import CryptoCore

extension DeviceProtocol {
    /// What the phone's authenticator is to check its user for from now on.
    ///
    /// The phone's authenticator signs a digest of it, so that nobody changes this without its user.
    public struct CredentialRecord: Sendable, Hashable {
        /// The base URL of the service, which ends in `/`.
        public var service: String
        /// The id of the device.
        public var device: String
        /// The id of the authenticator's credential, in base64url without padding.
        public var credential: String
        /// The credential's public key, a SubjectPublicKeyInfo in DER, in base64url without padding.
        public var publicKey: String
        /// Whether each approval on this phone needs the check, also where the requester does not ask for it.
        public var isAlwaysRequired: Bool
        /// The time on the phone's clock, in seconds since 1970: the `Toopher-Timestamp` of the call. It makes the record good
        /// for this call only.
        public var set: Int64

        /// Creates a record.
        public init(
            service: String, device: String, credential: String, publicKey: String, isAlwaysRequired: Bool, set: Int64
        ) {
            self.service = service
            self.device = device
            self.credential = credential
            self.publicKey = publicKey
            self.isAlwaysRequired = isAlwaysRequired
            self.set = set
        }

        /// Returns the challenge of the authenticator's assertion: the SHA-256 digest of the record.
        public func challenge() throws(CryptoError) -> [UInt8] {
            try Digest.sha256(
                DeviceProtocol.record(
                    "toopher-credential-1",
                    [
                        ("service", service), ("device", device), ("credential", credential),
                        ("public-key", publicKey), ("always-required", String(isAlwaysRequired)), ("set", String(set)),
                    ]))
        }
    }
}
