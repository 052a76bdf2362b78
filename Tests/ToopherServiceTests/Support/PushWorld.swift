#if Service

import CryptoCore
import HTTPExchange
import HTTPTypes
import Synchronization
import TestSupport
import Testing

@testable import ToopherService

/// A service with a requester, and a phone whose browser has a push service.
struct PushWorld: Sendable {
    static let endpoint = "https://updates.push.services.mozilla.com/wpush/v2/token"

    let harness: Harness
    let shop: TestRequester
    let phone: Phone
    let browser: PushBrowser
    /// What was sent, in order.
    let arrivals: AsyncStream<ScriptedTransport.Sent>

    /// Runs a test whose push service responds as `respond` says, given the number of messages before.
    ///
    /// - Parameter sleep: How the sender waits; by default the clock moves on, at once.
    static func run(
        limits: PushLimits = PushLimits(), recorder: LogRecorder = LogRecorder(), clock: TestClock = TestClock(),
        sleep: (@Sendable (Duration) async throws -> Void)? = nil,
        respond: @escaping @Sendable (_ index: Int) throws(TransportError) -> HTTPResponse = { _ in
            HTTPResponse(status: .created)
        }, _ body: @Sendable (PushWorld) async throws -> Void
    ) async throws {
        let (arrivals, continuation) = AsyncStream<ScriptedTransport.Sent>.makeStream()
        let transport = ReportingTransport(continuation, respond)
        var settings = PushSettings(transport: transport, contact: "mailto:push@example.org")
        settings.limits = limits
        settings.limits.concurrency = 1
        let made = settings
        try await Harness.run(
            clock: clock, logger: recorder.logger(),
            configure: { $0.push = made },
            sleep: sleep ?? { clock.advance(by: $0.components.seconds) }
        ) { harness in
            let shop = try await harness.requester()
            let (phone, _) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let browser = try PushBrowser()
            let world = PushWorld(harness: harness, shop: shop, phone: phone, browser: browser, arrivals: arrivals)
            let push = harness.service.core.push
            let sender = Task { await push?.run() }
            // The pairing is announced to a phone that gets no messages yet.
            while push?.waitingCount != 0 { await Task.yield() }
            do {
                #expect(try await world.subscribe(phone, browser).status == 200)
                try await body(world)
            } catch {
                sender.cancel()
                throw error
            }
            sender.cancel()
            await sender.value
        }
    }

    func subscribe(
        _ phone: Phone, _ browser: PushBrowser, endpoint: String = endpoint
    ) async throws -> ServiceResponse {
        try await phone.call(.put, "/v1/device/push", Self.body(browser, endpoint: endpoint))
    }

    static func body(_ browser: PushBrowser, endpoint: String = endpoint) -> String {
        let (point, secret) = (browser.key.publicKey.x963Representation, browser.authenticationSecret)
        return
            #"{"endpoint":"\#(endpoint)","p256dh":"\#(Base64.encodeURL(point))","auth":"\#(Base64.encodeURL(secret))"}"#
    }

    /// Asks a user; returns the id of the request.
    func ask(_ user: String = "jdoe", action: String = "Log In") async throws -> String {
        try await harness.post(
            AuthenticationRequestTests.initiate,
            [
                ("user_name", user), ("terminal_name", "laptop"), ("terminal_name_extra", "cookie"),
                ("action_name", action),
            ], as: shop
        ).json["id"].text
    }

    /// Returns when there is nothing to send.
    func settle() async {
        while harness.service.core.push?.waitingCount != 0 { await Task.yield() }
    }

    /// Returns what the next message says.
    func next() async throws -> (sent: ScriptedTransport.Sent, id: String) {
        for await sent in arrivals {
            let payload = try #require(browser.decrypt(sent.body))
            return (sent, try JSON.parse(payload)["id"].text)
        }
        throw CancellationError()
    }
}

/// A push service that tells of what it is sent before it responds.
private final class ReportingTransport: HTTPTransport {
    private let arrivals: AsyncStream<ScriptedTransport.Sent>.Continuation
    private let scripted: ScriptedTransport

    init(
        _ arrivals: AsyncStream<ScriptedTransport.Sent>.Continuation,
        _ respond: @escaping @Sendable (_ index: Int) throws(TransportError) -> HTTPResponse
    ) {
        self.arrivals = arrivals
        scripted = ScriptedTransport { _, index throws(TransportError) in
            HTTPTransportResponse(head: try respond(index), body: [])
        }
    }

    func send(
        _ request: HTTPRequest, body: [UInt8], options: TransferOptions
    ) async throws(TransportError) -> HTTPTransportResponse {
        defer { if let sent = scripted.sent.last { arrivals.yield(sent) } }
        return try await scripted.send(request, body: body, options: options)
    }
}

#endif
