import CryptoCore
import CurlTransport
import DeviceProtocol
import HTTPExchange
import HTTPTypes
import OAuth1
import WebSyntax

/// A phone without a screen: the device's side of `docs/device-protocol.md`.
///
/// For trying things out, for tests, and as the pattern for a real one.
struct VirtualPhone: Sendable {
    /// The base URL of the service, in the one spelling that is signed.
    let service: ExternalURL
    /// The id that registration gave.
    let deviceID: String
    /// The device's own key; it never leaves the phone.
    let key: P256.PrivateKey
    let transport: any HTTPTransport

    /// Makes a key pair and registers its public half; the signature proves that the private half is here.
    static func register(
        name: String, at service: String, transport: any HTTPTransport
    ) async throws -> VirtualPhone {
        let service = try Self.serviceURL(service)
        let unknown = VirtualPhone(
            service: service, deviceID: DeviceProtocol.newDevice, key: try P256.PrivateKey(), transport: transport)
        let registration = DeviceMessage.Registration(
            name: name, publicKey: Base64.encodeURL(unknown.key.publicKey.x963Representation))
        let reply: DeviceMessage.Registered = try await unknown.call(.post, "device/register", registration)
        return VirtualPhone(service: service, deviceID: reply.id, key: unknown.key, transport: transport)
    }

    /// Offers a fresh pairing phrase, for the user to type into a service's page.
    func offerPhrase() async throws -> DeviceMessage.Offer {
        try await call(.post, "device/phrases", Optional<DeviceMessage.Registration>.none)
    }

    /// What waits for an answer, oldest first.
    /// - Parameter wait: how many seconds the service may hold the call until there is something.
    func pending(wait: Int = 0) async throws -> [PendingDecision] {
        let list: DeviceMessage.Pending = try await call(
            .get, wait > 0 ? "device/pending?wait=\(wait)" : "device/pending", Optional<DeviceMessage.Registration>.none
        )
        return list.pairings.map { PendingDecision(kind: .pairing, item: $0) }
            + list.authenticationRequests.map { PendingDecision(kind: .authenticationRequest, item: $0) }
    }

    /// Answers a question with a signature over everything that it showed.
    func answer(_ question: PendingDecision, _ decision: DeviceProtocol.Decision) async throws {
        let record = question.record(decision, device: deviceID)
        let answer = DeviceMessage.Answer(
            kind: question.kind, id: question.item.id, decision: decision,
            signature: Base64.encodeURL(try key.signature(for: record.bytesToSign())))
        let _: DeviceMessage.Receipt = try await call(.post, "device/answers", answer)
    }
}

extension VirtualPhone {
    /// Returns the base URL that `text` spells.
    static func serviceURL(_ text: String) throws -> ExternalURL {
        do throws(ExternalURLError) {
            return try ExternalURL(base: text)
        } catch {
            throw CommandError("\(text): \(error)")
        }
    }

    /// One signed call.
    private func call<Body: Encodable, Reply: Decodable>(
        _ method: HTTPRequest.Method, _ path: String, _ body: Body?
    ) async throws -> Reply {
        let bytes = try body.map { try DeviceMessage.encode($0) } ?? []
        let url = service.base + "/" + path
        let call = DeviceProtocol.Call(
            method: method.rawValue, url: url, body: bytes, device: deviceID, timestamp: SystemClock.unixSeconds(),
            nonce: try RandomNonce.source())
        let signature = try key.signature(for: call.bytesToSign())
        var request = try HTTPRequest(method: method, url: HTTPURL(url))
        if !bytes.isEmpty { request.headerFields[.contentType] = "application/json" }
        for (name, value) in [
            (DeviceProtocol.deviceHeader, call.device), (DeviceProtocol.timestampHeader, String(call.timestamp)),
            (DeviceProtocol.nonceHeader, call.nonce), (DeviceProtocol.signatureHeader, Base64.encodeURL(signature)),
        ] {
            guard let name = HTTPField.Name(name) else { continue }
            request.headerFields[name] = value
        }
        let response = try await transport.send(request, body: bytes)
        guard response.head.status.kind == .successful else {
            throw CommandError(
                "the service refused: \(DeviceMessage.message(response.body) ?? "status \(response.head.status.code)")")
        }
        return try DeviceMessage.decode(response.body)
    }
}
