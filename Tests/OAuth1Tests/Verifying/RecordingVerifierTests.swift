import CryptoCore
import Testing

@testable import OAuth1

/// Verification of a borrowed request that records the nonce, in the ledger in memory and in another one.
@Suite("Verification of borrowed requests with a ledger")
struct RecordingVerifierTests {
    /// The ledger in memory as another type, for which the verifier has no method of its own.
    struct Other: SynchronousNonceLedger {
        let ledger: InMemoryNonceLedger

        func record(_ use: NonceUse, horizon: Int64) async -> NonceVerdict {
            await ledger.record(use, horizon: horizon)
        }

        func record(
            consumerKey: Span<UInt8>, token: Span<UInt8>, timestamp: Int64, nonce: Span<UInt8>, horizon: Int64
        ) -> NonceVerdict {
            ledger.record(
                consumerKey: consumerKey, token: token, timestamp: timestamp, nonce: nonce, horizon: horizon)
        }
    }

    let ledger: InMemoryNonceLedger

    init() throws {
        ledger = try InMemoryNonceLedger(capacity: 3)
    }

    func verify(
        _ request: ReceivedRequest, byOther: Bool, at now: Int64 = 10_000, leniencies: Verifier.Leniencies = [],
        _ method: SignatureMethod = .hmacSHA1
    ) throws {
        let verifier = try Verifier(ledger: InMemoryNonceLedger(), leniencies: leniencies, clock: { now })
        let credentials = try TestKeys.credentials(method)
        var scratch = try VerificationScratch()
        let (verb, url) = (Array(request.method.utf8), Array(request.url.utf8))
        let header = Array((request.authorization.first ?? "").utf8)
        if byOther {
            try verifier.verify(
                BorrowedRequest(
                    method: verb.span, url: url.span, authorization: header.span, isForm: request.hasFormBody,
                    body: request.body.span),
                using: &scratch, recordingIn: Other(ledger: ledger),
                credentials: CredentialFunction { _, _ in credentials })
        } else {
            try verifier.verify(
                BorrowedRequest(
                    method: verb.span, url: url.span, authorization: header.span, isForm: request.hasFormBody,
                    body: request.body.span),
                using: &scratch, recordingIn: ledger, credentials: CredentialFunction { _, _ in credentials })
        }
    }

    static func request(nonce: String, at timestamp: Int64 = 10_000, body: String = "") throws -> ReceivedRequest {
        let signer = Signer(
            credentials: try TestKeys.credentials(.hmacSHA1), clock: { timestamp },
            nonces: { () throws(CryptoError) in nonce })
        let header = try signer.authorizationHeader(
            method: "POST", url: "https://h/p", form: Array(body.utf8), protocolParameters: [], realm: nil)
        return ReceivedRequest(
            method: "POST", url: "https://h/p", authorization: [header],
            contentType: "application/x-www-form-urlencoded", body: Array(body.utf8))
    }

    @Test("Each use is accepted once by either method, until the ledger is at its capacity", arguments: [false, true])
    func once(byOther: Bool) async throws {
        for nonce in ["a", "b%20c", "d"] {
            let request = try Self.request(nonce: nonce)
            try verify(request, byOther: byOther)
            for _ in 0..<2 where ledger.count < 3 {
                #expect(throws: VerificationError.nonceReplayed) { try verify(request, byOther: !byOther) }
                #expect(throws: VerificationError.nonceReplayed) { try verify(request, byOther: byOther) }
            }
        }
        let last = try Self.request(nonce: "e")
        #expect(throws: VerificationError.ledgerFull) { try verify(last, byOther: byOther) }
        let later = try Self.request(nonce: "e", at: 10_364)
        try verify(later, byOther: byOther, at: 10_364)
        #expect(ledger.count == 1)
    }

    @Test("A request that is not validly signed is not recorded", arguments: [false, true])
    func unsigned(byOther: Bool) throws {
        var request = try Self.request(nonce: "a", body: "x=1")
        request.body = Array("x=2".utf8)
        #expect(throws: VerificationError.signatureInvalid) { try verify(request, byOther: byOther) }
        #expect(ledger.count == 0)
        request.body = Array("x=1".utf8)
        try verify(request, byOther: byOther)
        #expect(ledger.count == 1)
    }

    @Test("A request that needs a second reading is recorded once", arguments: [false, true])
    func reread(byOther: Bool) throws {
        var request = try Self.request(nonce: "a", body: "x=1")
        request.url += "?x=1"
        #expect(throws: VerificationError.signatureInvalid) { try verify(request, byOther: byOther) }
        try verify(request, byOther: byOther, leniencies: .repeatedQuery)
        #expect(throws: VerificationError.nonceReplayed) {
            try verify(request, byOther: !byOther, leniencies: .repeatedQuery)
        }
        #expect(ledger.count == 1)
    }

    @Test("PLAINTEXT without a nonce records nothing", arguments: [false, true])
    func plaintext(byOther: Bool) throws {
        let header = "OAuth oauth_consumer_key=\"k\", oauth_signature_method=\"PLAINTEXT\", oauth_signature=\"s%26\""
        let request = ReceivedRequest(method: "GET", url: "https://h/p", authorization: [header])
        for _ in 0..<2 { try verify(request, byOther: byOther, .plaintext) }
        #expect(ledger.count == 0)
    }
}
