import CryptoCore
import CurlTransport
import HTTPExchange
import Synchronization
import TestServer
import TestSupport
import Testing

@testable import Toopher

@Suite("Waiting for an answer, over a socket and by a clock of ours")
struct WaitingTests {
    static let schedule = PollSchedule(
        firstInterval: .seconds(1), longestInterval: .seconds(5), growth: 2, jitter: 0, longestHold: .seconds(25))

    func request(_ json: String = Canned.request()) throws -> AuthenticationRequest {
        try AuthenticationRequest(FieldReader(try #require(JSONValue(text: Array(json.utf8)))))
    }

    func pairing(_ state: String = "pending") throws -> Pairing {
        try Pairing(FieldReader(try #require(JSONValue(text: Array(Canned.pairing(state).utf8)))))
    }

    /// Waits for a request that a service answers about, and gives back what came of it and what the service was asked.
    func decision(
        within limit: Duration = .seconds(90), clock: SteppingClock = SteppingClock(),
        _ script: @escaping ScriptedService.Script
    ) async throws -> (result: Result<AuthenticationRequest.Decision, ToopherError>, asked: [String]) {
        var outcome: (Result<AuthenticationRequest.Decision, ToopherError>, [String])?
        try await ScriptedService.run(script) { service, api in
            let request = try request()
            let result: Result<AuthenticationRequest.Decision, ToopherError>
            do throws(ToopherError) {
                result = .success(
                    try await api.decision(on: request, within: limit, schedule: Self.schedule, clock: clock))
            } catch { result = .failure(error) }
            for request in service.requests { _ = try await service.signedParameters(request) }
            outcome = (result, service.targets)
        }
        return try #require(outcome)
    }

    @Test("an answer that is there already costs nothing")
    func settled() async throws {
        try await ScriptedService.run({ _, _ in .silence }) { service, api in
            let clock = SteppingClock()
            let granted = try request(Canned.request("granted"))
            #expect(try await api.decision(on: granted, within: .seconds(9), clock: clock) == .granted(granted))
            let denied = try request(Canned.request("denied"))
            #expect(try await api.decision(on: denied, within: .zero, clock: clock) == .denied(denied))
            let otp = try request(Canned.request(more: #","reason_code":708"#))
            #expect(try await api.decision(on: otp, within: .seconds(9), clock: clock) == .needsOTP(otp))
            let pending = try request()
            #expect(try await api.decision(on: pending, within: .zero, clock: clock) == .unanswered(pending))
            #expect(try await api.enabled(pairing("enabled"), within: .zero, clock: clock).isEnabled)
            #expect(service.requests.isEmpty)
        }
    }

    @Test("a service that knows nothing of holding is polled, ever more rarely")
    func polled() async throws {
        let clock = SteppingClock()
        let (result, asked) = try await decision(clock: clock) { _, number in
            .json(Canned.request(number < 4 ? "pending" : "granted"))
        }
        #expect(try result.get().isGranted && asked.count == 5)
        #expect(clock.elapsed == .seconds(12), "after 1, 2, 4 and 5 seconds")
        #expect(asked.allSatisfy { $0.hasPrefix("GET authentication_requests/r1?wait=") })
    }

    @Test("a service that holds is asked once for each hold")
    func held() async throws {
        let clock = SteppingClock()
        let (result, asked) = try await decision(clock: clock) { _, number in
            clock.advance(by: number < 2 ? .seconds(25) : .seconds(5))
            return .json(Canned.request(number < 2 ? "pending" : "denied"))
        }
        #expect(asked == Array(repeating: "GET authentication_requests/r1?wait=25", count: 3))
        #expect(clock.elapsed == .seconds(55))
        guard case .denied(let request) = try result.get() else {
            Issue.record("not denied")
            return
        }
        #expect(request.id == "r1")
    }

    @Test("nobody answers: the wait ends, just after a last look")
    func unanswered() async throws {
        let clock = SteppingClock()
        let (result, asked) = try await decision(within: .seconds(10), clock: clock) { _, _ in .json(Canned.request()) }
        #expect(try result.get() == .unanswered(request()))
        #expect(clock.elapsed == .seconds(9) && asked.count == 5)
        #expect(asked.last == "GET authentication_requests/r1")
    }

    @Test("the phone cannot be reached: the wait ends early")
    func needsOTP() async throws {
        let (result, asked) = try await decision { _, _ in .json(Canned.request(more: #","reason_code":708"#)) }
        guard case .needsOTP = try result.get() else {
            Issue.record("no password wanted")
            return
        }
        #expect(asked.count == 1)
    }

    @Test("429, 503 and a page of a proxy's are overcome")
    func overcome() async throws {
        let clock = SteppingClock()
        let replies: [ScriptedReply] = [
            .refusal(429, status: 429, ("Retry-After", "30")),
            .refusal(
                503, status: 503, ("Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT"),
                ("Date", "Sun, 06 Nov 1994 08:49:27 GMT")),
            ScriptedReply(status: 502, type: "text/html", body: Array("<p>".utf8)), .json(Canned.request("granted")),
        ]
        let (result, asked) = try await decision(clock: clock) { _, number in replies[number] }
        #expect(try result.get().isGranted && asked.count == 4)
        #expect(clock.elapsed == .seconds(44), "after 30, 10 and 4 seconds")
    }

    @Test("a connection that breaks is overcome")
    func broken() async throws {
        let replies = Mutex(0)
        let server = FaultServer { connection in
            while connection.readRequest() != nil {
                let number = replies.withLock {
                    $0 += 1; return $0
                }
                if number < 3 { return number == 1 ? connection.reset() : connection.close() }
                connection.send(ScriptedReply.json(Canned.request("granted")).bytes)
            }
        }
        let transport = try CurlTransport()
        let api = try ToopherAPI(
            key: "k", secret: "s", baseURL: "http://\(server.authority)/v1/", transport: transport)
        let decision = try await api.decision(
            on: request(), within: .seconds(90), schedule: Self.schedule, clock: SteppingClock())
        #expect(decision.isGranted)
        await transport.close()
        server.stop()
    }

    @Test("a service that cannot be reached to the end is the error, and no missing answer")
    func unreachable() async throws {
        let transport = try CurlTransport()
        let (socket, port) = boundSocket()
        let api = try ToopherAPI(key: "k", secret: "s", baseURL: "http://127.0.0.1:\(port)/", transport: transport)
        let clock = SteppingClock()
        let error = await #expect(throws: ToopherError.self) {
            try await api.decision(on: request(), within: .seconds(20), schedule: Self.schedule, clock: clock)
        }
        guard case .transport(.couldNotConnect) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(clock.elapsed == .seconds(19))
        await transport.close()
        _ = socket
    }

    @Test("a service that wants to be left alone for too long is the error, at once")
    func leftAlone() async throws {
        let clock = SteppingClock()
        let (result, asked) = try await decision(clock: clock) { _, _ in
            .refusal(429, status: 429, ("Retry-After", "600"))
        }
        #expect(throws: ToopherError.self) { try result.get() }
        #expect(asked.count == 1 && clock.elapsed == .zero)
    }

    @Test("what will not pass ends the wait at once", arguments: [401, 404, 707])
    func refused(code: Int) async throws {
        let (result, asked) = try await decision { _, _ in .refusal(code, status: code < 700 ? code : 409) }
        #expect(throws: ToopherError.self) { try result.get() }
        #expect(asked.count == 1)
    }

    @Test("an answer about another request ends the wait, and grants nothing")
    func another() async throws {
        let (result, asked) = try await decision { _, _ in .json(Canned.request("granted", id: "r2")) }
        #expect(throws: ToopherError.self) { try result.get() }
        #expect(asked.count == 1)
    }

    @Test("a service that is strict about parameters is asked without")
    func strict() async throws {
        let (result, asked) = try await decision { request, number in
            if request.encodedQuery.isEmpty { return .json(Canned.request(number < 3 ? "pending" : "granted")) }
            return .refusal(400, status: 400)
        }
        #expect(try result.get().isGranted)
        #expect(asked.map { $0.contains("wait=") } == [true, false, false, false])
    }

    @Test("cancelling ends a question to a silent service at once")
    func cancelledQuestion() async throws {
        let (asked, continuation) = AsyncStream<Void>.makeStream()
        try await ScriptedService.run({ _, _ in
            continuation.yield()
            return .silence
        }) { _, api in
            let request = try request()
            let task = Task { try await api.decision(on: request, within: .seconds(3600)) }
            for await _ in asked.prefix(1) { task.cancel() }
            await #expect {
                try await task.value
            } throws: {
                if case ToopherError.transport(.cancelled) = $0 { true } else { false }
            }
        }
    }

    @Test("cancelling ends the time between two questions at once")
    func cancelledPause() async throws {
        try await ScriptedService.run({ _, _ in .json(Canned.request()) }) { _, api in
            let request = try request()
            let clock = NotifyingClock()
            let task = Task { try await api.decision(on: request, within: .seconds(3600), clock: clock) }
            for await _ in clock.sleepers.prefix(1) { task.cancel() }
            await #expect {
                try await task.value
            } throws: {
                if case ToopherError.transport(.cancelled) = $0 { true } else { false }
            }
        }
    }

    @Test("the deadline ends a question to a silent service")
    func silent() async throws {
        try await ScriptedService.run({ _, _ in .silence }) { _, api in
            let request = try request()
            #expect(try await api.decision(on: request, within: .milliseconds(100)) == .unanswered(request))
        }
    }

    @Test("states: the first is known, then only changes, then the end")
    func states() async throws {
        let replies = [
            Canned.request(), Canned.request(more: #","reason_code":708"#),
            Canned.request(more: #","reason_code":708,"seen":1"#), Canned.request("granted"),
        ]
        try await ScriptedService.run({ _, number in .json(replies[number]) }) { service, api in
            var codes: [String] = []
            for try await state in try api.states(of: request(), within: .seconds(90), clock: SteppingClock()) {
                codes.append("\(state.isPending) \(state.reasonCode ?? 0)")
            }
            #expect(codes == ["true 0", "true 708", "false 0"] && service.requests.count == 4)
        }
    }

    @Test("states end by themselves, and after an error for good")
    func statesEnd() async throws {
        try await ScriptedService.run({ _, _ in .json(Canned.pairing("pending")) }) { _, api in
            let sequence = try api.states(of: pairing(), within: .seconds(30), clock: SteppingClock())
            for _ in 0..<2 {
                var count = 0
                for try await state in sequence { count += state.isPending ? 1 : 100 }
                #expect(count == 1, "each iteration is a wait of its own")
            }
        }
        try await ScriptedService.run({ _, _ in .refusal(404, status: 404) }) { service, api in
            var states = try api.states(of: pairing(), within: .seconds(30)).makeAsyncIterator()
            #expect(try await states.next()?.isPending == true)
            await #expect(throws: ToopherError.self) { try await states.next() }
            #expect(try await states.next() == nil && service.requests.count == 1)
        }
    }

    @Test("a pairing", arguments: ["enabled", "off", "pending"])
    func pairings(last: String) async throws {
        let clock = SteppingClock()
        try await ScriptedService.run({ _, number in .json(Canned.pairing(number < 2 ? "pending" : last)) }) {
            service, api in
            let outcome = try await api.enabled(
                pairing(), within: .seconds(60), schedule: Self.schedule, clock: clock)
            switch outcome {
            case .enabled: #expect(last == "enabled")
            case .refused: #expect(last == "off")
            case .unanswered: #expect(last == "pending" && clock.elapsed == .seconds(59))
            }
            #expect(outcome.pairing.id == "p1" && service.targets.first == "GET pairings/p1?wait=25")
        }
    }

    @Test("a question that is held has time for that, but no more than there is")
    func deadlines() async throws {
        let transport = ScriptedTransport.service(Canned.request())
        var options = ToopherAPI.defaultOptions
        options.firstByteTimeout = .seconds(5)
        options.lowSpeedLimit = LowSpeedLimit(bytesPerSecond: 1, during: .seconds(7))
        let api = try ToopherAPI(key: "k", secret: SecretBytes(utf8: "s"), transport: transport, options: options)
        let clock = SteppingClock()
        _ = try await api.decision(on: request(), within: .seconds(90), schedule: Self.schedule, clock: clock)
        let (first, last) = (try #require(transport.sent.first?.options), try #require(transport.sent.last?.options))
        #expect(first.totalTimeout == .seconds(55) && last.totalTimeout == .seconds(1))
        #expect(first.firstByteTimeout == .seconds(30) && last.firstByteTimeout == .seconds(5))
        #expect(first.lowSpeedLimit?.duration == .seconds(32) && last.lowSpeedLimit?.duration == .seconds(7))
        #expect(transport.sent.allSatisfy { $0.options.maximumResponseBytes == 262_144 })
    }
}

/// A clock that tells of each sleep, which then never ends by itself.
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
