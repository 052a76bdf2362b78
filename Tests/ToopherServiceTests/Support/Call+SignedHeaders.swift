#if Service

import CryptoCore
import DeviceProtocol
import HTTPTypes

extension DeviceProtocol.Call {
    /// Returns the header fields of the call, signed with the device's key.
    func signedHeaders(_ key: P256.PrivateKey) throws -> HTTPFields {
        let signature = Base64.encodeURL(try key.signature(for: bytesToSign()))
        var headers: HTTPFields = [.contentType: "application/json"]
        for (name, value) in [
            (DeviceProtocol.deviceHeader, device), (DeviceProtocol.timestampHeader, String(timestamp)),
            (DeviceProtocol.nonceHeader, nonce), (DeviceProtocol.signatureHeader, signature),
        ] {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        return headers
    }
}

#endif
