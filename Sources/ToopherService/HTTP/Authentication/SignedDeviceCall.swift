#if Service

/// A call with the valid signature of a device. Its nonce is not recorded yet.
struct SignedDeviceCall: Sendable {
    var device: Device
    /// The base URL of the service, as the phone knows it; it ends in `/`.
    var service: String
    var body: [UInt8]
    /// The time on the phone's clock, in seconds since 1970.
    var timestamp: Int64
    /// For the transaction that does what the call asks.
    var nonce: RequestNonce
}

#endif
