#if Service

internal import DeviceProtocol

/// A decision with a valid signature, ready to be recorded.
struct SignedDecision: Sendable {
    var record: DeviceProtocol.DecisionRecord
    /// `r || s`, 64 bytes, over the record.
    var signature: [UInt8]
}

#endif
