import CryptoCore
import DeviceProtocol
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import OAuth1
import Synchronization

@testable import ToopherService

/// A service in memory with a requester, a user, a phone, and something of everything that a request may name.
final class FuzzWorld: Sendable {
    static let base = "http://toopher.test"

    private let service: ToopherService
    private let responder: ServiceResponder
    private let clock: FuzzClock
    private let signer: Signer
    private let key: P256.PrivateKey
    private let asked: DeviceProtocol.DecisionSubject
    private let state: Mutex<State>

    private struct State: Sendable {
        /// What stands for a name in braces.
        var values: [String: String]
        var requests = 0
    }

    /// The time of everybody.
    private final class FuzzClock: Sendable {
        private let state = Mutex<Int64>(1_700_000_000)

        var now: Int64 { state.withLock { $0 } }

        func advance() { state.withLock { $0 += 1 } }
    }

    init() async throws {
        let clock = FuzzClock()
        var configuration = ServiceConfiguration(database: ":memory:", logger: Self.logger)
        configuration.externalURL = .fixed(try ExternalURL(base: Self.base))
        let service = try await ToopherService(
            configuration: configuration, clock: { clock.now }, random: SystemRandom.source, longPoll: .milliseconds(1),
            events: EventStreamTimes(lifetime: 0), sleep: { _ in })
        let created = try await service.createRequester(name: "Example Shop")
        _ = try await service.setWebhook("https://hooks.test/shop", of: created.consumerKey)
        let credentials = try Credentials(
            consumerKey: created.consumerKey, consumerSecret: SecretBytes(utf8: created.consumerSecret))
        let (responder, key) = (ServiceRouter.make(service.core), try P256.PrivateKey())
        let signer = Signer(credentials: credentials, clock: { clock.now })
        var setUp = FuzzSetUp(key: key, now: clock.now) { request, values in
            try await Self.send(request, values, responder, signer, key, now: clock.now)
        }
        try await setUp.run()
        guard let asked = setUp.asked else { fatalError("the set-up has asked nothing") }
        (self.service, self.responder, self.clock, self.signer, self.key) = (service, responder, clock, signer, key)
        self.asked = asked
        state = Mutex(State(values: setUp.values))
    }

    func close() async { await service.close() }

    /// Sends the request of an input; returns `nil` if it has none.
    func send(_ input: [UInt8]) async throws -> FuzzResponse? {
        let values = try nextValues()
        guard let request = FuzzRequest(input, values: values) else { return nil }
        return try await Self.send(request, values, responder, signer, key, now: clock.now)
    }

    /// Returns what names stand for now. Time passes from request to request, so that limits have room again, and what the phone
    /// signs is signed anew.
    private func nextValues() throws -> [String: String] {
        try state.withLock { state in
            if state.requests % 16 == 0 {
                clock.advance()
                let record = DeviceProtocol.DecisionRecord(
                    asked, .init(.approve, decided: clock.now), device: state.values["device"] ?? "")
                state.values["approval"] = record.submission(signature: try key.signature(for: record.bytesToSign()))
            }
            state.requests += 1
            return state.values
        }
    }

    private static let logger = Logger(label: "fuzz") { _ in SwiftLogNoOpLogHandler() }

    private static func send(
        _ request: FuzzRequest, _ values: [String: String], _ responder: ServiceResponder, _ signer: Signer,
        _ key: P256.PrivateKey, now: Int64
    ) async throws -> FuzzResponse {
        var (target, fields) = (request.target, request.fields)
        switch request.sender {
        case .stranger: break
        case .requester: try? sign(request, &target, &fields, signer)
        case .device: try sign(request, &fields, key, device: values["device"] ?? DeviceProtocol.newDevice, now: now)
        case .logInPage: fields[.authorization] = "Bearer " + (values["page"] ?? "")
        case .managementPage: fields[.authorization] = "Bearer " + (values["manage"] ?? "")
        }
        let head = HTTPRequest(
            method: request.method, scheme: "http", authority: "toopher.test", path: target, headerFields: fields)
        let context = ServiceRequestContext(FuzzSource(logger: logger), peer: "192.0.2.1", connection: nil)
        let response = try await responder.respond(
            to: Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: request.body))), context: context)
        let writer = FuzzWriter()
        try await response.body.write(writer)
        return FuzzResponse(
            method: request.method, status: response.status.code, contentType: response.headers[.contentType] ?? "",
            body: writer.bytes)
    }

    /// Signs the parameters of a form in the header; those of a page in the query. What has no signature is sent without.
    private static func sign(
        _ request: FuzzRequest, _ target: inout String, _ fields: inout HTTPFields, _ signer: Signer
    ) throws {
        let url = base + request.target
        if request.method == .get, request.target.hasPrefix("/v1/web/") {
            target = String(try signer.signedURL(url: url).dropFirst(base.count))
            return
        }
        let isForm = fields[.contentType]?.hasPrefix("application/x-www-form-urlencoded") ?? !request.body.isEmpty
        let form = isForm ? try FormEncoding.decode(request.body) : []
        if isForm, fields[.contentType] == nil { fields[.contentType] = "application/x-www-form-urlencoded" }
        fields[.authorization] = try signer.authorizationHeader(
            method: request.method.rawValue, url: url, formParameters: form)
    }

    private static func sign(
        _ request: FuzzRequest, _ fields: inout HTTPFields, _ key: P256.PrivateKey, device: String, now: Int64
    ) throws {
        let call = DeviceProtocol.Call(
            method: request.method.rawValue, url: base + request.target, body: request.body, device: device,
            timestamp: now, nonce: Hex.encode(try RandomBytes.generate(16)))
        if fields[.contentType] == nil { fields[.contentType] = "application/json" }
        for (name, value) in [
            (DeviceProtocol.deviceHeader, call.device), (DeviceProtocol.timestampHeader, String(call.timestamp)),
            (DeviceProtocol.nonceHeader, call.nonce),
            (DeviceProtocol.signatureHeader, Base64.encodeURL(try key.signature(for: call.bytesToSign()))),
        ] {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
    }
}

/// What a context is created from.
private struct FuzzSource: RequestContextSource {
    let logger: Logger
}

/// Keeps what is written.
private final class FuzzWriter: ResponseBodyWriter, Sendable {
    private let written = Mutex<[UInt8]>([])

    var bytes: [UInt8] { written.withLock { $0 } }

    func write(_ buffer: ByteBuffer) async throws {
        written.withLock { $0 += buffer.readableBytesView }
    }

    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
