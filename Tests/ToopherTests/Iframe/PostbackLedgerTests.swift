import CryptoCore
import OAuth1
import Synchronization
import Testing

@testable import Toopher

@Suite("Postback ledger")
struct PostbackLedgerTests {
    let form: PostbackForm

    init() throws {
        form = .fields(try Fixture.fields().signed())
    }

    func rejection(_ form: PostbackForm, _ ledger: any PostbackLedger) async -> String? {
        do {
            let iframe = try Fixture.iframe(replayLedger: ledger)
            _ = try await iframe.processPostback(form, requestToken: .expected(Fixture.token))
            return nil
        } catch {
            return "\(error)"
        }
    }

    func grants(
        _ form: PostbackForm, _ ledger: any PostbackLedger, allowingDisabledUsers: Bool = false
    ) async throws -> Bool {
        try await Fixture.iframe(replayLedger: ledger).isAuthenticationGranted(
            form, requestToken: .expected(Fixture.token), expecting: .anything,
            allowingDisabledUsers: allowingDisabledUsers)
    }

    @Test("The second use is a replay, whatever the encoding")
    func replay() async throws {
        let ledger = InMemoryPostbackLedger()
        #expect(await rejection(form, ledger) == nil)
        #expect(await rejection(form, ledger) == "The postback was used before")
        let text = FormEncoding.encode(try Fixture.fields().signed().reversed())
        let wrapped = PostbackForm.fields([Parameter("toopher_iframe_data", text)])
        #expect(await rejection(wrapped, ledger) == "The postback was used before")
        #expect(try await !grants(form, ledger))
        let another = try Fixture.fields().setting("timestamp", to: "1001").signed()
        #expect(try await grants(.fields(another), ledger))
    }

    @Test("A forged postback does not use up the genuine one")
    func forgery() async throws {
        let ledger = InMemoryPostbackLedger(capacity: 1)
        let genuine = try Fixture.fields().signed()
        for name in genuine.map(\.name) {
            #expect(await rejection(.fields(genuine.setting(name, to: "x")), ledger) != nil)
        }
        #expect(await rejection(form, ledger) == nil)
    }

    @Test("A signed 704 is accepted once, too")
    func disabledUser() async throws {
        let ledger = InMemoryPostbackLedger()
        let refusal = PostbackForm.fields(try Fixture.refusal("704"))
        #expect(try await grants(refusal, ledger, allowingDisabledUsers: true))
        #expect(try await !grants(refusal, ledger, allowingDisabledUsers: true))
    }

    @Test("A full ledger forgets the oldest postbacks, and refuses all that are as old")
    func capacity() {
        let ledger = InMemoryPostbackLedger(capacity: 2)
        func record(_ name: String, _ time: Int64) -> PostbackVerdict {
            ledger.record(UsedPostback(identifier: name, time: time), now: 0)
        }
        #expect(record("a", 10) == .fresh)
        #expect(record("b", 20) == .fresh)
        #expect(record("a", 10) == .replayed)
        #expect(record("c", 30) == .fresh)
        #expect(record("a", 10) == .replayed)
        #expect(record("unused", 10) == .replayed)
        #expect(record("b", 20) == .replayed)
        #expect(record("d", 20) == .replayed)
        #expect(record("e", 31) == .fresh)
        #expect(record("c", 30) == .replayed)
    }

    @Test("A postback that is older than all in a full ledger is refused")
    func tooOld() {
        let ledger = InMemoryPostbackLedger(capacity: 2)
        for (name, time) in [("a", Int64(10)), ("b", 20)] {
            #expect(ledger.record(UsedPostback(identifier: name, time: time), now: 0) == .fresh)
        }
        #expect(ledger.record(UsedPostback(identifier: "c", time: 5), now: 0) == .replayed)
    }

    @Test("A used postback is not accepted again with a longer time to live")
    func longerTTL() async throws {
        let ledger = InMemoryPostbackLedger(capacity: 1)
        func isGranted(_ fields: [Parameter], now: Int64, ttl: Duration) async throws -> Bool {
            try await Fixture.iframe(now: now, replayLedger: ledger).isAuthenticationGranted(
                .fields(fields), requestToken: .expected(Fixture.token), ttl: ttl, expecting: .anything)
        }
        let first = try Fixture.fields().signed()
        let second = try Fixture.fields().setting("timestamp", to: "1099").signed()
        #expect(try await isGranted(first, now: 1005, ttl: .seconds(10)))
        #expect(try await isGranted(second, now: 1100, ttl: .seconds(10)))
        #expect(try await !isGranted(first, now: 1101, ttl: .seconds(300)))
    }

    @Test("Of many concurrent uses, one is accepted")
    func concurrency() async throws {
        let ledger = InMemoryPostbackLedger()
        let granted = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 { group.addTask { try await grants(form, ledger) } }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(granted == 1)
    }

    @Test("A ledger that fails or is full lets nobody in")
    func failure() async throws {
        struct Broken: PostbackLedger {
            struct Failure: Error, CustomStringConvertible { let description = "disk on fire" }
            func record(_ postback: UsedPostback, now: Int64) async throws -> PostbackVerdict { throw Failure() }
        }
        struct Full: PostbackLedger {
            func record(_ postback: UsedPostback, now: Int64) async throws -> PostbackVerdict { .full }
        }
        #expect(await rejection(form, Broken()) == "The replay ledger failed: disk on fire")
        #expect(await rejection(form, Full()) == "The replay ledger is full")
        #expect(try await !grants(form, Broken()))
        #expect(try await !grants(form, Full()))
    }

    @Test("The ledger gets a digest and the expiry")
    func remembered() async {
        final class Spy: PostbackLedger {
            let uses = Mutex<[UsedPostback]>([])
            func record(_ postback: UsedPostback, now: Int64) async throws -> PostbackVerdict {
                uses.withLock { $0.append(postback) }
                return .fresh
            }
        }
        let spy = Spy()
        #expect(await rejection(form, spy) == nil)
        let use = spy.uses.withLock { $0.first }
        #expect(use?.time == 1000 && use?.expires == 4600 && use?.identifier.utf8.count == 64)
        #expect(UsedPostback(identifier: "", time: .max).expires == .max)
    }

    @Test("Helpers without a ledger of their own share one")
    func sharedLedger() async throws {
        func isGranted(_ form: PostbackForm) async throws -> Bool {
            let iframe = try ToopherIframe(
                key: Fixture.key, secret: SecretBytes(utf8: Fixture.secret), baseURL: Fixture.baseURL, clock: { 1000 })
            return await iframe.isAuthenticationGranted(
                form, requestToken: .expected(Fixture.token), expecting: .anything)
        }
        let unique = PostbackForm.fields(
            try Fixture.fields().adding("requester_metadata", ToopherIframe.makeRequestToken()).signed())
        #expect(try await isGranted(unique))
        #expect(try await !isGranted(unique))
    }

    @Test("Each check records the use, and those without replay protection neither record nor check it")
    func checks() async throws {
        let token = ExpectedRequestToken.expected(Fixture.token)
        let checks: [(ToopherIframe, PostbackForm) async throws -> Void] = [
            { _ = try await $0.processPostback($1, requestToken: token) },
            { _ = try await $0.validateFields(of: $1, requestToken: token) },
            { _ = try await $0.version1().validate($1, requestToken: token) },
            {
                let isGranted = await $0.isAuthenticationGranted($1, requestToken: token, expecting: .anything)
                if !isGranted { throw ToopherError.replayed }
            },
        ]
        for check in checks {
            let iframe = try Fixture.iframe()
            for _ in 0..<2 {
                _ = try iframe.processPostbackWithoutReplayProtection(form, requestToken: token)
                _ = try iframe.validateFieldsWithoutReplayProtection(of: form, requestToken: token)
                _ = try iframe.version1().validateWithoutReplayProtection(form, requestToken: token)
                #expect(
                    iframe.isAuthenticationGrantedWithoutReplayProtection(
                        form, requestToken: token, expecting: .anything))
            }
            try await check(iframe, form)
            await #expect {
                try await check(iframe, form)
            } throws: {
                if case ToopherError.replayed = $0 { true } else { false }
            }
        }
    }
}
