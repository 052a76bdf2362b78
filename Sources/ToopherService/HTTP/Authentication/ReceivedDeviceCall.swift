#if Service

internal import DeviceProtocol

/// The headers of a phone's call, read but not yet believed.
struct ReceivedDeviceCall: Sendable {
    var call: DeviceProtocol.Call
    var signature: [UInt8]
}

#endif
