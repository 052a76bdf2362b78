#if Service

import CryptoCore
import CurlTransport
import DeviceProtocol
import HTTPExchange
import HTTPTypes
import OAuth1
import WebSyntax

@testable import ToopherService

/// A phone over a real connection.
struct LivePhone: Sendable {
    let service: ExternalURL
    let transport: CurlTransport
    let key: P256.PrivateKey
    var id = DeviceProtocol.newDevice

    static func registered(with live: LiveService) async throws -> LivePhone {
        try await registered(at: live.baseURL, live.transport)
    }

    /// Registers a phone with the service that `baseURL` names in any spelling.
    static func registered(at baseURL: String, _ transport: CurlTransport) async throws -> LivePhone {
        var phone = LivePhone(service: try ExternalURL(base: baseURL), transport: transport, key: try P256.PrivateKey())
        let publicKey = Base64.encodeURL(phone.key.publicKey.x963Representation)
        let response = try await phone.call(
            .post, "device/register", #"{"name":"Test phone","public_key":"\#(publicKey)"}"#)
        phone.id = response.json["id"].text
        return phone
    }

    func phrase() async throws -> String { try await call(.post, "device/phrases", "").json["phrase"].text }

    /// Waits for the next pending decision of a kind, and makes it.
    func decideNext(
        _ kind: DeviceProtocol.Kind, _ decision: DeviceProtocol.Decision, number: String = ""
    ) async throws -> ServiceResponse {
        let list = try await call(.get, "device/pending?wait=20", "").json
        let items = list[kind.listName].array
        guard let item = items.first else { return ServiceResponse(status: 0, headers: [:], body: []) }
        let now = SystemClock.unixSeconds()
        let record = DeviceProtocol.DecisionRecord(
            item.subject(kind, service: service.base + "/"), .init(decision, number: number, decided: now), device: id)
        let signature = try key.signature(for: record.bytesToSign())
        return try await call(.post, "device/answers", record.submission(signature: signature), at: now)
    }

    func call(
        _ method: HTTPRequest.Method, _ path: String, _ body: String, at time: Int64 = SystemClock.unixSeconds()
    ) async throws -> ServiceResponse {
        let bytes = Array(body.utf8)
        let call = DeviceProtocol.Call(
            method: method.rawValue, url: service.base + "/" + path, body: bytes, device: id,
            timestamp: time, nonce: Hex.encode(try RandomBytes.generate(16)))
        let url = try HTTPURL(call.url)
        let request = HTTPRequest(
            method: method, scheme: url.scheme.rawValue, authority: url.authority.text, path: url.target,
            headerFields: try call.signedHeaders(key))
        let response = try await transport.send(request, body: bytes)
        return ServiceResponse(
            status: response.head.status.code, headers: response.head.headerFields, body: response.body)
    }
}

#endif
