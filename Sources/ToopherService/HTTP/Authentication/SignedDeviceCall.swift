#if Service

/// A call with the valid signature of a device. Its nonce is not recorded yet.
struct SignedDeviceCall: Sendable {
    var device: Device
    var body: [UInt8]
    /// For the transaction that does what the call asks.
    var nonce: RequestNonce
}

#endif
