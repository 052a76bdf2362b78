#if Service

internal import DeviceProtocol

/// A decision with a valid signature, ready to be recorded.
struct SignedDecision: Sendable {
    var record: DeviceProtocol.DecisionRecord
    /// `r || s`, 64 bytes, over the record.
    var signature: [UInt8]
    /// The proof of the phone's own check, as it is stored; `nil` without one.
    var assertion: String?
}

#endif
