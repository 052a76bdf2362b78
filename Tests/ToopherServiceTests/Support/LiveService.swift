#if Service

import CryptoCore
import CurlTransport
import HTTPExchange
import DeviceProtocol
import HTTPTypes
import Logging
import OAuth1

@testable import ToopherService

/// A real server on a free loopback port, with the system's clock.
struct LiveService: Sendable {
    let service: ToopherService
    let port: Int
    let baseURL: String
    let transport: CurlTransport

    /// Runs a test against a service; returns when the service has shut down, and throws what `run` threw.
    static func run(
        databasePath: String = ":memory:", longPoll: Duration = .seconds(20),
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        _ body: @escaping @Sendable (LiveService) async throws -> Void
    ) async throws {
        let service = try ToopherService(
            configuration: ServiceConfiguration(databasePath: databasePath, logger: logger),
            clock: SystemClock.unixSeconds, random: SystemRandom.source, longPoll: longPoll)
        let transport = try CurlTransport()
        let (starts, continuation) = AsyncStream<(Int, String)>.makeStream()
        let server = Task {
            defer { continuation.finish() }
            try await service.run { port, baseURL in continuation.yield((port, baseURL)) }
        }
        for await (port, baseURL) in starts.prefix(1) {
            do {
                try await body(
                    LiveService(service: service, port: port, baseURL: baseURL, transport: transport))
            } catch {
                server.cancel()
                _ = await server.result
                throw error
            }
        }
        server.cancel()
        try await server.value
        await transport.close()
        await service.close()
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, host: String? = nil, headers: HTTPFields = [:],
        body: [UInt8] = []
    ) async throws -> Answer {
        var request = HTTPRequest(
            method: method, scheme: "http", authority: host ?? "127.0.0.1:\(port)", path: path, headerFields: headers)
        request.headerFields[.accept] = "application/json"
        let response = try await transport.send(request, body: body)
        return Answer(status: response.head.status.code, headers: response.head.headerFields, body: response.body)
    }
}

/// A phone over a real connection.
struct LivePhone: Sendable {
    let live: LiveService
    let key: P256.PrivateKey
    var id = DeviceProtocol.newDevice

    static func registered(with live: LiveService) async throws -> LivePhone {
        var phone = LivePhone(live: live, key: try P256.PrivateKey())
        let publicKey = Base64.encodeURL(phone.key.publicKey.x963Representation)
        let answer = try await phone.call(
            .post, "device/register", #"{"name":"Test phone","public_key":"\#(publicKey)"}"#)
        phone.id = answer.json["id"].text
        return phone
    }

    func phrase() async throws -> String { try await call(.post, "device/phrases", "").json["phrase"].text }

    /// Waits for the next question of a kind and answers it.
    func answerNext(_ kind: DeviceProtocol.Kind, _ decision: DeviceProtocol.Decision) async throws -> Answer {
        let list = try await call(.get, "device/pending?wait=20", "").json
        let items = list[kind == .pairing ? "pairings" : "authentication_requests"].array
        guard let item = items.first else { return Answer(status: 0, headers: [:], body: []) }
        let record = DeviceProtocol.DecisionRecord(
            kind: kind, id: item["id"].text, requesterID: item["requester"]["id"].text,
            requesterName: item["requester"]["name"].text, userName: item["user"]["name"].text,
            actionName: item["action"]["name"].text, terminalName: item["terminal"]["name"].text,
            created: item["created"].integer, expires: item["expires"].integer, decision: decision, device: id)
        let signature = Base64.encodeURL(try key.signature(for: record.bytesToSign()))
        return try await call(
            .post, "device/answers",
            """
            {"kind":"\(kind.rawValue)","id":"\(record.id)","decision":"\(decision.rawValue)","signature":"\(signature)"}
            """)
    }

    func call(_ method: HTTPRequest.Method, _ path: String, _ body: String) async throws -> Answer {
        let bytes = Array(body.utf8)
        let call = DeviceProtocol.Call(
            method: method.rawValue, url: live.baseURL + path, body: bytes, device: id,
            timestamp: SystemClock.unixSeconds(), nonce: Hex.encode(try RandomBytes.generate(16)))
        let signature = Base64.encodeURL(try key.signature(for: call.bytesToSign()))
        var headers: HTTPFields = [.contentType: "application/json"]
        for (name, value) in [
            (DeviceProtocol.deviceHeader, id), (DeviceProtocol.timestampHeader, String(call.timestamp)),
            (DeviceProtocol.nonceHeader, call.nonce), (DeviceProtocol.signatureHeader, signature),
        ] {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        return try await live.send(method, "/v1/" + path, headers: headers, body: bytes)
    }
}

#endif
