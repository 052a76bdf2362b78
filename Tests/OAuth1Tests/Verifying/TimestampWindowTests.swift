import CryptoCore
import Testing

@testable import OAuth1

@Suite("Timestamp windows")
struct TimestampWindowTests {
    /// Returns whether a request of `age` seconds ago is accepted with windows of `past` and `future` seconds.
    static func isAccepted(age: Int64, past: Int64, future: Int64?) async throws -> Bool {
        let credentials = try TestKeys.credentials(.hmacSHA1)
        let header = try Signer(credentials: credentials, clock: { 10_000 - age }).authorizationHeader(
            method: "GET", url: "https://h/")
        let verifier = try Verifier(
            window: .seconds(past), futureWindow: future.map { .seconds($0) }, ledger: InMemoryNonceLedger(),
            clock: { 10_000 })
        do {
            _ = try await verifier.verify(
                ReceivedRequest(method: "GET", url: "https://h/", authorization: [header])
            ) { _, _ in credentials }
            return true
        } catch VerificationError.timestampOutsideWindow {
            return false
        }
    }

    @Test(
        "Each direction has its own limit, and the limit itself is accepted",
        arguments: [(600, 5), (5, 600), (0, 0), (60, nil)] as [(Int64, Int64?)])
    func limits(past: Int64, future: Int64?) async throws {
        let ahead = future ?? past
        #expect(try await Self.isAccepted(age: past, past: past, future: future))
        #expect(try await !Self.isAccepted(age: past + 1, past: past, future: future))
        #expect(try await Self.isAccepted(age: -ahead, past: past, future: future))
        #expect(try await !Self.isAccepted(age: -ahead - 1, past: past, future: future))
    }

    @Test("A fraction of a second makes no difference")
    func fractions() throws {
        let verifier = try Verifier(
            window: .milliseconds(300_999), futureWindow: .milliseconds(-1), ledger: InMemoryNonceLedger())
        #expect(verifier.window == .seconds(300) && verifier.futureWindow == .zero)
    }

    @Test("A negative window is zero, and a very long one does not overflow")
    func extremes() async throws {
        #expect(try await !Self.isAccepted(age: 1, past: -5, future: .min))
        #expect(try await Self.isAccepted(age: 0, past: -5, future: .min))
        #expect(try await Self.isAccepted(age: 9_999, past: .max, future: .max))
        #expect(try await Self.isAccepted(age: -100_000, past: .max, future: .max))
    }
}
