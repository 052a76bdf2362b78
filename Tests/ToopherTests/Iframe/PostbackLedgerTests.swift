import OAuth1
import Synchronization
import Testing

@testable import Toopher

@Suite("Postbacks: each is good once")
struct PostbackLedgerTests {
    let iframe: ToopherIframe
    let form: PostbackForm

    init() throws {
        iframe = try Fixture.iframe()
        form = .fields(try Fixture.fields().signed())
    }

    func rejection(_ form: PostbackForm, _ ledger: any PostbackLedger) async -> String? {
        do {
            _ = try await iframe.processPostback(form, requestToken: .expected(Fixture.token), replayLedger: ledger)
            return nil
        } catch {
            return error.description
        }
    }

    func grants(_ form: PostbackForm, _ ledger: any PostbackLedger, allowingDisabledUsers: Bool = false) async -> Bool {
        await iframe.isAuthenticationGranted(
            form, requestToken: .expected(Fixture.token), expecting: .anything,
            allowingDisabledUsers: allowingDisabledUsers, replayLedger: ledger)
    }

    @Test("the second use is a replay, in whatever spelling")
    func replay() async throws {
        let ledger = InMemoryPostbackLedger()
        #expect(await rejection(form, ledger) == nil)
        #expect(await rejection(form, ledger) == "The postback was used before")
        let text = FormEncoding.encode(try Fixture.fields().signed().reversed())
        let wrapped = PostbackForm.fields([Parameter("toopher_iframe_data", text)])
        #expect(await rejection(wrapped, ledger) == "The postback was used before")
        #expect(await !grants(form, ledger))
        let another = try Fixture.fields().setting("timestamp", to: "1001").signed()
        #expect(await grants(.fields(another), ledger))
    }

    @Test("a forged postback does not burn the genuine one")
    func forgery() async throws {
        let ledger = InMemoryPostbackLedger(capacity: 1)
        let genuine = try Fixture.fields().signed()
        for name in genuine.map(\.name) {
            #expect(await rejection(.fields(genuine.setting(name, to: "x")), ledger) != nil)
        }
        #expect(await rejection(form, ledger) == nil)
    }

    @Test("a signed 704 is good once, too")
    func disabledUser() async throws {
        let ledger = InMemoryPostbackLedger()
        let refusal = PostbackForm.fields(try Fixture.refusal("704"))
        #expect(await grants(refusal, ledger, allowingDisabledUsers: true))
        #expect(await !grants(refusal, ledger, allowingDisabledUsers: true))
    }

    @Test("full means refused, and what has expired makes room")
    func capacity() {
        let ledger = InMemoryPostbackLedger(capacity: 2)
        func record(_ name: String, expires: Int64, now: Int64) -> PostbackLedgerDecision {
            ledger.record(UsedPostback(identifier: name, expires: expires), now: now)
        }
        #expect(record("a", expires: 10, now: 0) == .fresh)
        #expect(record("b", expires: 20, now: 0) == .fresh)
        #expect(record("a", expires: 10, now: 0) == .replayed)
        #expect(record("c", expires: 30, now: 9) == .full)
        #expect(record("c", expires: 30, now: 10) == .fresh)
        #expect(record("d", expires: 30, now: 10) == .full)
        #expect(record("b", expires: 20, now: 10) == .replayed)
        // A clock that is set back cannot bring a forgotten postback to life.
        #expect(record("a", expires: 10, now: 0) == .replayed)
        #expect(record("d", expires: 40, now: 20) == .fresh)
    }

    @Test("of many at once, one is first")
    func concurrency() async {
        let ledger = InMemoryPostbackLedger()
        let granted = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 { group.addTask { await grants(form, ledger) } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(granted == 1)
    }

    @Test("a ledger that fails or is full lets nobody in")
    func failure() async {
        struct Broken: PostbackLedger {
            struct Failure: Error, CustomStringConvertible { let description = "disk on fire" }
            func record(_ postback: UsedPostback, now: Int64) async throws -> PostbackLedgerDecision { throw Failure() }
        }
        struct Full: PostbackLedger {
            func record(_ postback: UsedPostback, now: Int64) async throws -> PostbackLedgerDecision { .full }
        }
        #expect(await rejection(form, Broken()) == "The replay ledger failed: disk on fire")
        #expect(await rejection(form, Full()) == "The replay ledger is full")
        #expect(await !grants(form, Broken()))
        #expect(await !grants(form, Full()))
    }

    @Test("what is remembered is a digest, and for as long as it matters")
    func remembered() async {
        final class Spy: PostbackLedger {
            let uses = Mutex<[UsedPostback]>([])
            func record(_ postback: UsedPostback, now: Int64) async throws -> PostbackLedgerDecision {
                uses.withLock { $0.append(postback) }
                return .fresh
            }
        }
        let spy = Spy()
        #expect(await rejection(form, spy) == nil)
        let use = spy.uses.withLock { $0.first }
        #expect(use?.expires == 1300 && use?.identifier.utf8.count == 64)
    }
}
