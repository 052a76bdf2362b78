import CryptoCore
import Testing

@testable import OAuth1

@Suite("A verified request whose nonce the caller records")
struct UnrecordedRequestTests {
    static let now: Int64 = 1_700_000_000
    static let url = "https://api.example.com/v1/x"

    private func verify(_ header: String, by verifier: Verifier) async throws -> UnrecordedRequest {
        try await verifier.verifyUnrecorded(ReceivedRequest(method: "GET", url: Self.url, authorization: [header])) {
            key, _ in key == "abcdefg" ? try credentials() : nil
        }
    }

    private func header() throws -> String {
        try signer(at: Self.now, nonce: "n").authorizationHeader(method: "GET", url: Self.url)
    }

    @Test("The verifier's own ledger is not asked, so that verifying again changes nothing")
    func leavesLedgerAlone() async throws {
        let ledger = try InMemoryNonceLedger()
        let verifier = try Verifier(window: .seconds(60), ledger: ledger, clock: { Self.now })
        for _ in 0..<3 {
            let unrecorded = try await verify(header(), by: verifier)
            #expect(
                unrecorded.nonceUse == NonceUse(consumerKey: "abcdefg", token: nil, timestamp: Self.now, nonce: "n"))
            #expect(unrecorded.horizon == Self.now - 60)
            #expect(unrecorded.request.consumerKey == "abcdefg")
        }
        let use = NonceUse(consumerKey: "abcdefg", token: nil, timestamp: Self.now, nonce: "n")
        #expect(await ledger.record(use, horizon: Self.now - 60) == .fresh)
    }

    @Test("A signature or timestamp that is not valid is refused before there is anything to record")
    func refuses() async throws {
        let verifier = try Verifier(ledger: InMemoryNonceLedger(), clock: { Self.now })
        let late = try Verifier(ledger: InMemoryNonceLedger(), clock: { Self.now + 301 })
        let header = try header()
        await #expect(throws: VerificationError.unknownConsumer) {
            try await verify(header.replacing("abcdefg", with: "stranger"), by: verifier)
        }
        await #expect(throws: VerificationError.signatureInvalid) {
            try await verify(header.replacing("oauth_nonce=\"n\"", with: "oauth_nonce=\"m\""), by: verifier)
        }
        await #expect(throws: VerificationError.timestampOutsideWindow) { try await verify(header, by: late) }
    }

    @Test("Every verdict but fresh is an error, as in verify")
    func verdicts() async throws {
        let unrecorded = try await verify(
            header(), by: Verifier(ledger: InMemoryNonceLedger(), clock: { Self.now }))
        try unrecorded.requireFresh(.fresh)
        #expect(throws: VerificationError.nonceReplayed) { try unrecorded.requireFresh(.replayed) }
        #expect(throws: VerificationError.ledgerFull) { try unrecorded.requireFresh(.full) }
        #expect(throws: VerificationError.clockSetBack(until: Self.now)) {
            try unrecorded.requireFresh(.forgotten(through: Self.now))
        }
        #expect(throws: VerificationError.timestampOutsideWindow) {
            try unrecorded.requireFresh(.forgotten(through: Self.now - 300))
        }
    }
}
