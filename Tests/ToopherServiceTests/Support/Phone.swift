#if Service

import CryptoCore
import DeviceProtocol
import HTTPTypes

@testable import ToopherService

/// A phone that follows `docs/device-protocol.md`.
struct Phone: Sendable {
    let harness: Harness
    let key: P256.PrivateKey
    var id: String

    static func registered(with harness: Harness, name: String = "Test phone") async throws -> Phone {
        var phone = Phone(harness: harness, key: try P256.PrivateKey(), id: DeviceProtocol.newDevice)
        let response = try await phone.register(name: name)
        phone.id = response.json["id"].text
        return phone
    }

    func register(name: String) async throws -> ServiceResponse {
        let publicKey = Base64.encodeURL(key.publicKey.x963Representation)
        return try await call(.post, "/v1/device/register", #"{"name":"\#(name)","public_key":"\#(publicKey)"}"#)
    }

    func phrase() async throws -> String {
        try await call(.post, "/v1/device/phrases", "").json["phrase"].text
    }

    /// Takes the pairing of a link.
    func take(_ link: String) async throws -> ServiceResponse {
        let token = link.split(separator: "/").last ?? ""
        return try await call(.post, "/v1/device/invitations", #"{"token":"\#(token)"}"#)
    }

    func pending(wait: Int = 0) async throws -> JSON {
        try await call(.get, "/v1/device/pending" + (wait > 0 ? "?wait=\(wait)" : "")).json
    }

    /// Fetches a pending decision and answers it, with a signature over what was shown.
    func decide(
        _ decision: DeviceProtocol.Decision, on id: String, of kind: DeviceProtocol.Kind = .authenticationRequest,
        _ change: (inout DeviceProtocol.Answer) -> Void = { _ in }
    ) async throws -> ServiceResponse {
        guard var record = try await record(decision, to: id, of: kind) else {
            return ServiceResponse(status: 0, headers: [:], body: [])
        }
        change(&record.answer)
        return try await send(record)
    }

    func record(
        _ decision: DeviceProtocol.Decision, to id: String, of kind: DeviceProtocol.Kind = .authenticationRequest
    ) async throws -> DeviceProtocol.DecisionRecord? {
        let list = try await pending()[kind.listName].array
        guard let item = list.first(where: { $0["id"].text == id }) else { return nil }
        return DeviceProtocol.DecisionRecord(
            item.subject(kind, service: Harness.base + "/v1/"), .init(decision, decided: harness.clock.now),
            device: self.id)
    }

    /// Sends an answer, signed over `signed` if that is given.
    func send(
        _ record: DeviceProtocol.DecisionRecord, signing signed: DeviceProtocol.DecisionRecord? = nil
    ) async throws -> ServiceResponse {
        // The time of the call is that of the answer.
        var signed = signed ?? record
        if signed.answer.decided == record.answer.decided { signed.answer.decided = harness.clock.now }
        let signature = try key.signature(for: signed.bytesToSign())
        let assertion = record.answer.isChallengeMet ? try assertion(for: signed.challenge()) : nil
        return try await call(
            .post, "/v1/device/answers", record.submission(signature: signature, assertion: assertion))
    }

    func call(_ method: HTTPRequest.Method, _ path: String, _ body: String? = nil) async throws -> ServiceResponse {
        let bytes = Array((body ?? "").utf8)
        let headers = try headers(method, path, bytes)
        return try await harness.send(method, path, headers: headers, body: body == nil ? nil : bytes)
    }

    func headers(_ method: HTTPRequest.Method, _ path: String, _ body: [UInt8]) throws -> HTTPFields {
        let call = DeviceProtocol.Call(
            method: method.rawValue, url: Harness.base + path, body: body, device: id, timestamp: harness.clock.now,
            nonce: Hex.encode(try RandomBytes.generate(16)))
        return try call.signedHeaders(key)
    }
}

#endif
