import CryptoCore
import Testing

@testable import OAuth1

@Suite("A window that is not the same in both directions")
struct TimestampWindowTests {
    /// Whether a request of `age` seconds ago is accepted, where past and future are `past` and `future` wide.
    static func isAccepted(age: Int64, past: Int64, future: Int64?) async throws -> Bool {
        let credentials = try TestKeys.credentials(.hmacSHA1)
        let header = try Signer(credentials: credentials, clock: { 10_000 - age }).authorizationHeader(
            method: "GET", url: "https://h/")
        let verifier = try Verifier(
            window: past, futureWindow: future, ledger: InMemoryNonceLedger(), clock: { 10_000 })
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
        "each direction has its own limit, and the limit itself is inside",
        arguments: [(600, 5), (5, 600), (0, 0), (60, nil)] as [(Int64, Int64?)])
    func limits(past: Int64, future: Int64?) async throws {
        let ahead = future ?? past
        #expect(try await Self.isAccepted(age: past, past: past, future: future))
        #expect(try await !Self.isAccepted(age: past + 1, past: past, future: future))
        #expect(try await Self.isAccepted(age: -ahead, past: past, future: future))
        #expect(try await !Self.isAccepted(age: -ahead - 1, past: past, future: future))
    }

    @Test("what is no width is none, and too wide a one does not overflow")
    func extremes() async throws {
        #expect(try await !Self.isAccepted(age: 1, past: -5, future: .min))
        #expect(try await Self.isAccepted(age: 0, past: -5, future: .min))
        #expect(try await Self.isAccepted(age: 9_999, past: .max, future: .max))
        #expect(try await Self.isAccepted(age: -100_000, past: .max, future: .max))
    }
}
