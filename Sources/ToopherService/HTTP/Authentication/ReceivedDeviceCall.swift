#if Service

internal import DeviceProtocol

/// A phone's call before its signature is verified.
struct ReceivedDeviceCall: Sendable {
    var call: DeviceProtocol.Call
    var signature: [UInt8]
}

#endif
