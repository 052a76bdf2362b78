#if Service

import CryptoCore
import Database
import DeviceProtocol
import HTTPTypes
import Hummingbird
import Logging
import OAuth1
import TestRouter
import Testing

@testable import ToopherService

/// The service behind its router, with a test's clock and without a socket.
struct Harness: Sendable {
    static let base = "http://toopher.test"

    let service: ToopherService
    let clock: TestClock
    private let client: RouterClient

    /// Runs a test with a new service.
    static func run(
        database: String? = nil, externalURL: String = base, clock: TestClock = TestClock(),
        longPoll: Duration = .seconds(20), events: EventStreamTimes = EventStreamTimes(lifetime: 0),
        requests: RequestLimits = RequestLimits(),
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        configure: (inout ServiceConfiguration) -> Void = { _ in },
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
        _ body: @Sendable (Harness) async throws -> Void
    ) async throws {
        var configuration = TestDatabase.configuration(database, logger: logger)
        configuration.externalURL = .fixed(try ExternalURL(base: externalURL))
        configuration.requests = requests
        configure(&configuration)
        let service = try await ToopherService(
            configuration: configuration, clock: { clock.now }, random: SystemRandom.source, longPoll: longPoll,
            events: events, sleep: sleep)
        let client = RouterClient(ServiceRouter.make(service.core), logger: logger)
        try await body(Harness(service: service, clock: clock, client: client))
        await service.close()
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, headers: HTTPFields = [:], body: [UInt8]? = nil
    ) async throws -> ServiceResponse {
        let response = try await client.send(method, path, headers: headers, body: body)
        return ServiceResponse(status: response.status, headers: response.headers, body: response.body)
    }

    func requester(_ name: String = "Example Shop") async throws -> TestRequester {
        let created = try await service.createRequester(name: name)
        let clock = clock
        let credentials = try Credentials(
            consumerKey: created.consumerKey, consumerSecret: SecretBytes(utf8: created.consumerSecret))
        return TestRequester(
            id: created.id, key: created.consumerKey, secret: created.consumerSecret,
            signer: Signer(credentials: credentials, clock: { clock.now }))
    }
}

extension Harness {
    /// Changes a requester's policy.
    func set(_ requester: TestRequester, _ change: (inout RequesterPolicy) -> Void) async throws {
        var policy = RequesterPolicy()
        change(&policy)
        let values = policy
        try await service.core.store.database.write { transaction throws(DatabaseError) in
            try transaction.execute(
                """
                UPDATE requesters SET number_matching = $1, number_digits = $2, allows_concurrent_prompts = $3
                WHERE id = $4
                """,
                [
                    .text(values.numberMatching.rawValue), .integer(Int64(values.numberDigits)),
                    .flag(values.allowsConcurrentPrompts), .text(requester.id),
                ])
            try transaction.notify(.requesters)
        }
    }

    /// Sends a form, signed in the header.
    func post(_ path: String, _ parameters: [(String, String)], as requester: TestRequester) async throws
        -> ServiceResponse
    {
        let (headers, body) = try signedPost(path, parameters, as: requester)
        return try await send(.post, path, headers: headers, body: body)
    }

    func signedPost(
        _ path: String, _ parameters: [(String, String)], as requester: TestRequester
    ) throws -> (HTTPFields, [UInt8]) {
        let form = parameters.map { Parameter($0.0, $0.1) }
        let header = try requester.signer.authorizationHeader(
            method: "POST", url: Self.base + path, formParameters: form)
        return (
            [.authorization: header, .contentType: "application/x-www-form-urlencoded"],
            Array(FormEncoding.encode(form).utf8)
        )
    }

    /// Sends a signed `GET`.
    func get(
        _ path: String, as requester: TestRequester, headers: HTTPFields = [:]
    ) async throws -> ServiceResponse {
        var headers = headers
        headers[.authorization] = try requester.signer.authorizationHeader(method: "GET", url: Self.base + path)
        return try await send(.get, path, headers: headers)
    }

    /// Opens an iframe page as a browser does.
    func page(
        _ parameters: [(String, String)], as requester: TestRequester, path: String = "/v1/web/authenticate"
    ) async throws -> ServiceResponse {
        let target = try pageTarget(parameters, as: requester, path: path)
        return try await send(.get, target, headers: [.accept: "text/html,*/*"])
    }

    func pageTarget(
        _ parameters: [(String, String)], as requester: TestRequester, path: String = "/v1/web/authenticate"
    ) throws -> String {
        let url = try requester.signer.signedURL(
            url: Self.base + path, parameters: parameters.map { Parameter($0.0, $0.1) })
        return String(url.dropFirst(Self.base.count))
    }

    /// Pairs a new phone with a user, and approves the pairing.
    func pairedPhone(user: String, with requester: TestRequester) async throws -> (phone: Phone, pairingID: String) {
        let phone = try await Phone.registered(with: self)
        let id = try await pair(phone, user: user, with: requester)
        let response = try await phone.decide(.approve, on: id, of: .pairing)
        #expect(response.status == 200)
        return (phone, id)
    }

    /// Creates a pending pairing.
    func pair(_ phone: Phone, user: String, with requester: TestRequester) async throws -> String {
        let phrase = try await phone.phrase()
        let response = try await post(
            "/v1/pairings/create", [("pairing_phrase", phrase), ("user_name", user)], as: requester)
        #expect(response.status == 200, "\(response.text)")
        return response.json["id"].text
    }
}

#endif
