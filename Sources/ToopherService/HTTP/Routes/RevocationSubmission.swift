#if Service

internal import CryptoCore
internal import DeviceProtocol

/// What a phone sends to end a pairing or a standing answer: the id of one of them, and a signature over what was shown.
struct RevocationSubmission: Decodable, Sendable {
    var pairing: String?
    var automation: String?
    var signature: String

    /// Returns the end, if its signature is over the subject.
    ///
    /// - Parameter revoked: The time of the call.
    func verified(
        _ subject: DeviceProtocol.RevocationSubject, at revoked: Int64, by device: Device
    ) throws -> SignedRevocation {
        guard let bytes = Base64.decodeURL(signature) else { throw ProtocolError.invalid("signature") }
        let record = DeviceProtocol.RevocationRecord(subject, revoked: revoked, device: device.id)
        guard let revocation = try SignedRevocation(record, signature: bytes, by: device.publicKey) else {
            throw ProtocolError(status: 403, "The signature is not over what is to end")
        }
        return revocation
    }
}

#endif
