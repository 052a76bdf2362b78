internal import CryptoCore

/// The keys of all devices that a log has registered, of which those that were used lately are prepared.
struct DeviceKeys: Sendable {
    /// The most prepared keys: OpenSSL needs some kilobytes for each.
    private static let preparedCount = 16_384

    private struct Device: Sendable {
        var point: [UInt8]
        /// The digest by which entries name the key.
        var keyID: [UInt8]
    }

    private var devices: [ObjectID: Device] = [:]
    private var prepared: [ObjectID: P256.PublicKey] = [:]

    /// The number of devices.
    var count: Int { devices.count }

    /// Notes the key of the device that an entry registers.
    mutating func register(_ entry: AuditEntry) throws(EntryProblem) {
        guard let id = entry.text("device"), let object = ObjectID(id),
            let point = entry.text("key").flatMap({ Base64.decodeURL($0) }), point.count == 65,
            let keyID = try? Digest.sha256(point)
        else { throw .malformed }
        guard let known = devices[object] else {
            devices[object] = Device(point: point, keyID: keyID)
            return
        }
        guard known.point == point else { throw .deviceRegisteredAgain(id: id) }
    }

    /// Returns the prepared key of a device.
    ///
    /// - Parameter keyID: The key that the device has used, which must be the registered one.
    mutating func key(of id: String, keyID: [UInt8]) throws(EntryProblem) -> P256.PublicKey {
        guard let object = ObjectID(id), let device = devices[object] else { throw .deviceUnknown(id: id) }
        guard device.keyID == keyID else { throw .deviceKeyReplaced(id: id) }
        if let key = prepared[object] { return key }
        guard let key = try? P256.PublicKey(x963Representation: device.point) else { throw .signatureInvalid }
        if prepared.count >= Self.preparedCount { prepared.removeAll(keepingCapacity: true) }
        prepared[object] = key
        return key
    }
}
