#if Service

internal import DeviceProtocol

/// The end of a pairing or of a standing answer with a valid signature, ready to be recorded.
struct SignedRevocation: Sendable {
    var record: DeviceProtocol.RevocationRecord
    /// `r || s`, 64 bytes, over the record.
    var signature: [UInt8]
}

#endif
