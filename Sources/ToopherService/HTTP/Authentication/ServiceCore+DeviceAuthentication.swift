#if Service

internal import DeviceProtocol
internal import CryptoCore
internal import HTTPTypes
internal import Hummingbird
internal import OAuth1
internal import WebSyntax

extension ServiceCore {
    /// Verifies a phone's call.
    func authenticateDevice(_ request: Request, _ context: ServiceRequestContext) async throws -> SignedDeviceCall {
        let received = try await deviceCall(request, context)
        let device = try await Identifier.parse(received.call.device).asyncFlatMap { id in
            try await self.device(id: id)
        }
        let nonce = try verify(received, key: device?.publicKey ?? dummyDeviceKey, owner: received.call.device)
        guard let device else { throw ProtocolError.deviceNotSigned }
        let call = received.call
        return SignedDeviceCall(
            device: device, service: Self.service(of: call.url), body: call.body, timestamp: call.timestamp,
            nonce: nonce)
    }

    /// Returns the base URL of the service that a call went to.
    static func service(of url: String) -> String {
        let path = url.prefix { $0 != "?" }
        guard let device = path.ranges(of: "/v1/device/").last else { return String(path) }
        return path[..<device.lowerBound] + "/v1/"
    }

    /// Parses the headers of a phone's call and reads its body. Nothing is verified.
    func deviceCall(_ request: Request, _ context: ServiceRequestContext) async throws -> ReceivedDeviceCall {
        let url = try urls.url(of: request, peer: context.peer)
        let body = try await request.bodyBytes()
        guard let device = header(DeviceProtocol.deviceHeader, of: request), device.utf8.count <= 64,
            let timestamp = header(DeviceProtocol.timestampHeader, of: request).flatMap({ Int64($0) }),
            let nonce = header(DeviceProtocol.nonceHeader, of: request), Self.isNonce(nonce),
            let signature = header(DeviceProtocol.signatureHeader, of: request).flatMap({ Base64.decodeURL($0) })
        else { throw ProtocolError.deviceNotSigned }
        let call = DeviceProtocol.Call(
            method: request.method.rawValue, url: url, body: body, device: device, timestamp: timestamp, nonce: nonce)
        return ReceivedDeviceCall(call: call, signature: signature)
    }

    /// Verifies signature and time; returns the nonce to record.
    ///
    /// - Parameter owner: Whose nonces these are.
    func verify(_ received: ReceivedDeviceCall, key: P256.PublicKey, owner: String) throws -> RequestNonce {
        let call = received.call
        let now = clock()
        guard key.isValidSignature(received.signature, for: try call.bytesToSign()),
            (now - timestampWindow...now + timestampWindow).contains(call.timestamp)
        else { throw ProtocolError.deviceNotSigned }
        // The token separates the nonces of devices from those of consumers.
        let use = NonceUse(consumerKey: owner, token: "device", timestamp: call.timestamp, nonce: call.nonce)
        return try RequestNonce(use, horizon: now - timestampWindow, refusal: .deviceNotSigned)
    }

    private func header(_ name: String, of request: Request) -> String? {
        HTTPField.Name(name).flatMap { request.headers[$0] }
    }

    private static func isNonce(_ text: String) -> Bool {
        (8...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
    }
}

#endif
