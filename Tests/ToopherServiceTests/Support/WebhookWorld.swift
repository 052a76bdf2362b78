#if Service

import CurlTransport
import Database
import DeviceProtocol
import HTTPExchange
import HTTPTypes
import Logging
import TestServer
import TestSupport
import Testing

@testable import ToopherService

/// A service with a requester that has an endpoint, a user, and a phone.
struct WebhookWorld: Sendable {
    static let url = "https://hooks.test/shop"

    let harness: Harness
    let sender: WebhookSender
    let shop: TestRequester
    let phone: Phone
    let pairing: String
    let verifier: WebhookVerifier

    var store: Store { harness.service.core.store }
    var clock: TestClock { harness.clock }

    /// Runs a test with an endpoint, which has been told of nothing yet.
    static func run(
        _ transport: any HTTPTransport = ScriptedTransport(), url: String = url, exceptions: [String] = [],
        limits: WebhookLimits = WebhookLimits(), recorder: LogRecorder = LogRecorder(),
        lifetime: Int64 = Lifetimes().authenticationRequest,
        _ body: @Sendable (WebhookWorld) async throws -> Void
    ) async throws {
        var settings = WebhookSettings(
            transport: transport, exceptions: exceptions.compactMap { WebhookException($0) })
        settings.limits = limits
        let made = settings
        try await Harness.run(logger: recorder.logger()) { configuration in
            configuration.webhooks = made
            configuration.lifetimes.authenticationRequest = lifetime
        } _: { harness in
            let shop = try await harness.requester()
            let (phone, pairing) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let secret = try #require(try await harness.service.setWebhook(url, of: shop.key))
            try await body(
                WebhookWorld(
                    harness: harness, sender: #require(harness.sender()), shop: shop, phone: phone, pairing: pairing,
                    verifier: WebhookVerifier(secret: secret)))
        }
    }

    /// Runs a test with an endpoint on a socket.
    static func run(
        receiver: WebhookReceiver, limits: WebhookLimits = WebhookLimits(), recorder: LogRecorder = LogRecorder(),
        _ body: @Sendable (WebhookWorld) async throws -> Void
    ) async throws {
        let transport = try CurlTransport()
        do {
            try await run(
                transport, url: receiver.url, exceptions: [receiver.authority], limits: limits, recorder: recorder, body
            )
        } catch {
            receiver.stop()
            throw error
        }
        await transport.close()
        receiver.stop()
    }

    /// Asks the user; returns the id of the request.
    @discardableResult
    func ask(_ more: (String, String)...) async throws -> String {
        let response = try await harness.post(
            AuthenticationRequestTests.initiate,
            [("user_name", "jdoe"), ("terminal_name", "t"), ("terminal_name_extra", "c")] + more, as: shop)
        #expect(response.status == 200, "\(response.text)")
        return response.json["id"].text
    }

    /// Asks the user, who approves; returns the id of the request.
    @discardableResult
    func approve() async throws -> String {
        let id = try await ask()
        #expect(try await phone.decide(.approve, on: id).status == 200)
        return id
    }

    /// Returns the messages that wait, the oldest first.
    func messages() async throws -> [Row] {
        try await store.database.query("SELECT * FROM webhook_messages ORDER BY created, id")
    }

    /// Returns the bodies of the messages that wait to be sent.
    func bodies() async throws -> [JSON] {
        try await messages().compactMap { try $0.optionalText("body") }.map { try JSON.parse(Array($0.utf8)) }
    }
}

extension Harness {
    /// Returns what sends the messages of this service.
    func sender() -> WebhookSender? { service.core.webhookSender(service.configuration) }
}

extension ParsedRequest {
    /// Returns the value of a field that is there once.
    func value(_ name: String) -> String { values(name).count == 1 ? values(name)[0] : "" }

    /// Returns whether a receiver that has the secret accepts it.
    func isValid(_ verifier: WebhookVerifier, body: [UInt8]? = nil, timestamp: String? = nil) throws -> Bool {
        try verifier.isValid(
            id: value("webhook-id"), timestamp: timestamp ?? value("webhook-timestamp"),
            signature: value("webhook-signature"), body: body ?? self.body)
    }
}

#endif
