import CryptoCore
import CurlTransport
import HTTPExchange
import Synchronization
import TestServer
import TestSupport
import Testing

@testable import Toopher

@Suite("Waiting over a socket")
struct WaitingTests {
    static let schedule = PollSchedule(
        initialInterval: .seconds(1), maximumInterval: .seconds(5), growth: 2, jitter: 0, maximumHold: .seconds(25))

    func request(_ json: String = Canned.request()) throws -> AuthenticationRequest {
        try AuthenticationRequest(JSONObjectReader(try #require(JSONValue(parsing: Array(json.utf8)))))
    }

    func pairing(_ state: String = "pending") throws -> Pairing {
        try Pairing(JSONObjectReader(try #require(JSONValue(parsing: Array(Canned.pairing(state).utf8)))))
    }

    /// Waits for the decision on a request; returns the result and the targets of the requests that the service got.
    func decision(
        timeout: Duration = .seconds(90), clock: SteppingClock = SteppingClock(),
        _ script: @escaping ScriptedService.Script
    ) async throws -> (result: Result<AuthenticationRequest.Decision, ToopherError>, targets: [String]) {
        var outcome: (Result<AuthenticationRequest.Decision, ToopherError>, [String])?
        try await ScriptedService.run(script) { service, api in
            let request = try request()
            let result: Result<AuthenticationRequest.Decision, ToopherError>
            do throws(ToopherError) {
                result = .success(
                    try await api.waitForDecision(on: request, timeout: timeout, schedule: Self.schedule, clock: clock))
            } catch { result = .failure(error) }
            for request in service.requests { _ = try await service.signedParameters(request) }
            outcome = (result, service.targets)
        }
        return try #require(outcome)
    }

    @Test("A decision that is known needs no exchange")
    func settled() async throws {
        try await ScriptedService.run({ _, _ in .silence }) { service, api in
            let clock = SteppingClock()
            let granted = try request(Canned.request("granted"))
            #expect(try await api.waitForDecision(on: granted, timeout: .seconds(9), clock: clock) == .granted(granted))
            let denied = try request(Canned.request("denied"))
            #expect(try await api.waitForDecision(on: denied, timeout: .zero, clock: clock) == .denied(denied))
            let otp = try request(Canned.request(more: #","reason_code":708"#))
            #expect(try await api.waitForDecision(on: otp, timeout: .seconds(9), clock: clock) == .needsOTP(otp))
            let pending = try request()
            #expect(try await api.waitForDecision(on: pending, timeout: .zero, clock: clock) == .timedOut(pending))
            #expect(try await api.waitForApproval(of: pairing("enabled"), timeout: .zero, clock: clock).isEnabled)
            #expect(service.requests.isEmpty)
        }
    }

    @Test("A service without long polling is polled at growing intervals")
    func polled() async throws {
        let clock = SteppingClock()
        let (result, targets) = try await decision(clock: clock) { _, number in
            .json(Canned.request(number < 4 ? "pending" : "granted"))
        }
        #expect(try result.get().isGranted && targets.count == 5)
        #expect(clock.elapsed == .seconds(12), "after 1, 2, 4 and 5 seconds")
        #expect(targets.allSatisfy { $0.hasPrefix("GET authentication_requests/r1?wait=") })
    }

    @Test("A service with long polling gets one request for each hold")
    func held() async throws {
        let clock = SteppingClock()
        let (result, targets) = try await decision(clock: clock) { _, number in
            clock.advance(by: number < 2 ? .seconds(25) : .seconds(5))
            return .json(Canned.request(number < 2 ? "pending" : "denied"))
        }
        #expect(targets == Array(repeating: "GET authentication_requests/r1?wait=25", count: 3))
        #expect(clock.elapsed == .seconds(55))
        guard case .denied(let request) = try result.get() else {
            Issue.record("not denied")
            return
        }
        #expect(request.id == "r1")
    }

    @Test("Without a decision the wait times out after a last poll")
    func unanswered() async throws {
        let clock = SteppingClock()
        let (result, targets) = try await decision(timeout: .seconds(10), clock: clock) { _, _ in
            .json(Canned.request())
        }
        #expect(try result.get() == .timedOut(request()))
        #expect(clock.elapsed == .seconds(9) && targets.count == 5)
        #expect(targets.last == "GET authentication_requests/r1")
    }

    @Test("A required one-time password ends the wait early")
    func needsOTP() async throws {
        let (result, targets) = try await decision { _, _ in .json(Canned.request(more: #","reason_code":708"#)) }
        guard case .needsOTP = try result.get() else {
            Issue.record("no password required")
            return
        }
        #expect(targets.count == 1)
    }

    @Test("The wait continues after 429, 503 and a proxy's page")
    func overcome() async throws {
        let clock = SteppingClock()
        let responses: [ScriptedResponse] = [
            .refusal(429, status: 429, ("Retry-After", "30")),
            .refusal(
                503, status: 503, ("Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT"),
                ("Date", "Sun, 06 Nov 1994 08:49:27 GMT")),
            ScriptedResponse(status: 502, type: "text/html", body: Array("<p>".utf8)), .json(Canned.request("granted")),
        ]
        let (result, targets) = try await decision(clock: clock) { _, number in responses[number] }
        #expect(try result.get().isGranted && targets.count == 4)
        #expect(clock.elapsed == .seconds(44), "after 30, 10 and 4 seconds")
    }

    @Test("The wait continues after a broken connection")
    func broken() async throws {
        let responses = Mutex(0)
        let server = FaultServer { connection in
            while connection.readRequest() != nil {
                let number = responses.withLock {
                    $0 += 1; return $0
                }
                if number < 3 { return number == 1 ? connection.reset() : connection.close() }
                connection.send(ScriptedResponse.json(Canned.request("granted")).bytes)
            }
        }
        let transport = try CurlTransport()
        let api = try ToopherAPI(
            key: "k", secret: "s", baseURL: "http://\(server.authority)/v1/", transport: transport)
        let decision = try await api.waitForDecision(
            on: request(), timeout: .seconds(90), schedule: Self.schedule, clock: SteppingClock())
        #expect(decision.isGranted)
        await transport.close()
        server.stop()
    }

    @Test("A service that cannot be reached at the end is an error, not a timeout")
    func unreachable() async throws {
        let transport = try CurlTransport()
        let (socket, port) = boundSocket()
        let api = try ToopherAPI(key: "k", secret: "s", baseURL: "http://127.0.0.1:\(port)/", transport: transport)
        let clock = SteppingClock()
        let error = await #expect(throws: ToopherError.self) {
            try await api.waitForDecision(on: request(), timeout: .seconds(20), schedule: Self.schedule, clock: clock)
        }
        guard case .transport(.couldNotConnect) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(clock.elapsed == .seconds(19))
        await transport.close()
        _ = socket
    }

    @Test("A Retry-After beyond the timeout is an error immediately")
    func leftAlone() async throws {
        let clock = SteppingClock()
        let (result, targets) = try await decision(clock: clock) { _, _ in
            .refusal(429, status: 429, ("Retry-After", "600"))
        }
        #expect(throws: ToopherError.self) { try result.get() }
        #expect(targets.count == 1 && clock.elapsed == .zero)
    }

    @Test("A permanent refusal ends the wait immediately", arguments: [401, 404, 707])
    func refused(code: Int) async throws {
        let (result, targets) = try await decision { _, _ in .refusal(code, status: code < 700 ? code : 409) }
        #expect(throws: ToopherError.self) { try result.get() }
        #expect(targets.count == 1)
    }

    @Test("A response about another request ends the wait and grants nothing")
    func another() async throws {
        let (result, targets) = try await decision { _, _ in .json(Canned.request("granted", id: "r2")) }
        #expect(throws: ToopherError.self) { try result.get() }
        #expect(targets.count == 1)
    }

    @Test("A service that refuses the parameter is polled without it")
    func strict() async throws {
        let (result, targets) = try await decision { request, number in
            if request.encodedQuery.isEmpty { return .json(Canned.request(number < 3 ? "pending" : "granted")) }
            return .refusal(400, status: 400)
        }
        #expect(try result.get().isGranted)
        #expect(targets.map { $0.contains("wait=") } == [true, false, false, false])
    }

    @Test("Cancellation ends a request to a silent service")
    func cancelledQuestion() async throws {
        let (requests, continuation) = AsyncStream<Void>.makeStream()
        try await ScriptedService.run({ _, _ in
            continuation.yield()
            return .silence
        }) { _, api in
            let request = try request()
            let task = Task { try await api.waitForDecision(on: request, timeout: .seconds(3600)) }
            for await _ in requests.prefix(1) { task.cancel() }
            await #expect {
                try await task.value
            } throws: {
                if case ToopherError.transport(.cancelled) = $0 { true } else { false }
            }
        }
    }

    @Test("Cancellation ends an interval")
    func cancelledPause() async throws {
        try await ScriptedService.run({ _, _ in .json(Canned.request()) }) { _, api in
            let request = try request()
            let clock = NotifyingClock()
            let task = Task { try await api.waitForDecision(on: request, timeout: .seconds(3600), clock: clock) }
            for await _ in clock.sleepers.prefix(1) { task.cancel() }
            await #expect {
                try await task.value
            } throws: {
                if case ToopherError.transport(.cancelled) = $0 { true } else { false }
            }
        }
    }

    @Test("The deadline ends a request to a silent service")
    func silent() async throws {
        try await ScriptedService.run({ _, _ in .silence }) { _, api in
            let request = try request()
            #expect(try await api.waitForDecision(on: request, timeout: .milliseconds(100)) == .timedOut(request))
        }
    }

    @Test("States are the current one, then the changes")
    func states() async throws {
        let responses = [
            Canned.request(), Canned.request(more: #","reason_code":708"#),
            Canned.request(more: #","reason_code":708,"seen":1"#), Canned.request("granted"),
        ]
        try await ScriptedService.run({ _, number in .json(responses[number]) }) { service, api in
            var codes: [String] = []
            for try await state in try api.states(of: request(), timeout: .seconds(90), clock: SteppingClock()) {
                codes.append("\(state.isPending) \(state.reasonCode ?? 0)")
            }
            #expect(codes == ["true 0", "true 708", "false 0"] && service.requests.count == 4)
        }
    }

    @Test("States end at the timeout and after an error")
    func statesEnd() async throws {
        try await ScriptedService.run({ _, _ in .json(Canned.pairing("pending")) }) { _, api in
            let sequence = try api.states(of: pairing(), timeout: .seconds(30), clock: SteppingClock())
            for _ in 0..<2 {
                var count = 0
                for try await state in sequence { count += state.isPending ? 1 : 100 }
                #expect(count == 1, "each iteration waits anew")
            }
        }
        try await ScriptedService.run({ _, _ in .refusal(404, status: 404) }) { service, api in
            var states = try api.states(of: pairing(), timeout: .seconds(30)).makeAsyncIterator()
            #expect(try await states.next()?.isPending == true)
            await #expect(throws: ToopherError.self) { try await states.next() }
            #expect(try await states.next() == nil && service.requests.count == 1)
        }
    }

    @Test("A pairing is approved, denied or timed out", arguments: ["enabled", "off", "pending"])
    func pairings(last: String) async throws {
        let clock = SteppingClock()
        try await ScriptedService.run({ _, number in .json(Canned.pairing(number < 2 ? "pending" : last)) }) {
            service, api in
            let approval = try await api.waitForApproval(
                of: pairing(), timeout: .seconds(60), schedule: Self.schedule, clock: clock)
            switch approval {
            case .enabled: #expect(last == "enabled")
            case .denied: #expect(last == "off")
            case .timedOut: #expect(last == "pending" && clock.elapsed == .seconds(59))
            }
            #expect(approval.pairing.id == "p1" && service.targets.first == "GET pairings/p1?wait=25")
        }
    }

    @Test("The deadlines of a held request are extended up to the timeout")
    func deadlines() async throws {
        let transport = ScriptedTransport.service(Canned.request())
        var options = ToopherAPI.defaultOptions
        options.firstByteTimeout = .seconds(5)
        options.lowSpeedLimit = LowSpeedLimit(bytesPerSecond: 1, during: .seconds(7))
        let api = try ToopherAPI(
            key: "k", secret: SecretBytes(utf8: "s"), baseURL: Fixture.baseURL, transport: transport, options: options)
        let clock = SteppingClock()
        _ = try await api.waitForDecision(on: request(), timeout: .seconds(90), schedule: Self.schedule, clock: clock)
        let (first, last) = (try #require(transport.sent.first?.options), try #require(transport.sent.last?.options))
        #expect(first.totalTimeout == .seconds(55) && last.totalTimeout == .seconds(1))
        #expect(first.firstByteTimeout == .seconds(30) && last.firstByteTimeout == .seconds(5))
        #expect(first.lowSpeedLimit?.duration == .seconds(32) && last.lowSpeedLimit?.duration == .seconds(7))
        #expect(transport.sent.allSatisfy { $0.options.maximumResponseBytes == 262_144 })
    }
}

/// A clock that reports each sleep, which ends only by cancellation.
private final class NotifyingClock: Clock {
    typealias Instant = SteppingClock.Instant

    let sleepers: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() {
        (sleepers, continuation) = AsyncStream<Void>.makeStream()
    }

    var now: Instant { Instant(offset: .zero) }
    var minimumResolution: Duration { .zero }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        continuation.yield()
        try await ContinuousClock().sleep(until: .now.advanced(by: .seconds(3600)))
    }
}
