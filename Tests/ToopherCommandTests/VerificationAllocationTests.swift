import CryptoCore
import OAuth1
import Testing

@testable import ToopherCommand

/// In a process of its own, since counting changes the runtime for all threads.
@Suite("Objects that a verification allocates")
struct VerificationAllocationTests {
    /// The state of a server that verifies.
    struct Server {
        let verifier: Verifier
        let ledger: InMemoryNonceLedger
        let cache: CredentialCache

        init() throws {
            ledger = try InMemoryNonceLedger(capacity: 10_000)
            verifier = try Verifier(ledger: ledger, clock: { 1000 })
            cache = try CredentialCache(clock: { 0 })
            for number in 0..<100 {
                cache.insert(
                    try Credentials(consumerKey: "consumer-\(number)", consumerSecret: SecretBytes(utf8: "s")))
            }
        }

        func verify(_ header: [UInt8], using scratch: inout VerificationScratch) throws(VerificationError) {
            try verifier.verify(
                method: Self.method.span, url: Self.url.span, authorization: header.span, isForm: true,
                body: Self.body.span, using: &scratch, recordingIn: ledger, anticipating: cache
            ) { key, token in cache.credentials(consumerKey: key, token: token) }
        }

        static let method = Array("POST".utf8)
        static let url = Array("https://api.example.com/v1/pairings/create".utf8)
        static let body = Array("pairing_phrase=awkward+turtle&user_name=jdoe%40example.com".utf8)

        /// The headers of new requests.
        static func headers(_ numbers: Range<Int>) throws -> [[UInt8]] {
            var scratch = try SigningScratch()
            return try numbers.map { number in
                let credentials = try Credentials(
                    consumerKey: "consumer-\(number % 100)", consumerSecret: SecretBytes(utf8: "s"))
                let nonce = Array("nonce-of-16-\(number)".utf8)
                try Signer(credentials: credentials).sign(
                    method: method.span, url: url.span, form: body.span, nonce: nonce.span, timestamp: 1000,
                    using: &scratch)
                return scratch.authorization.indices.map { scratch.authorization[$0] }
            }
        }
    }

    @Test("With a ledger and a cache of credentials, a verification allocates only the growth of the ledger")
    func none() async {
        await #expect(processExitsWith: .success) {
            let counts = try Self.counts()
            // One object for each verification would be fifty a round; the ledger grows in few rounds.
            #expect(counts.filter { $0 == 0 }.count >= 15, "\(counts)")
            #expect(counts.allSatisfy { $0 < 10 }, "\(counts)")
        }
    }

    /// Returns the number of objects allocated in each of twenty rounds of fifty verifications.
    static func counts() throws -> [Int] {
        let server = try Server()
        var scratch = try VerificationScratch()
        for header in try Server.headers(0..<1000) { try server.verify(header, using: &scratch) }
        let counts = try (1...20).map { round in
            let headers = try Server.headers(1000 * round..<1000 * round + 50)
            let count = try AllocationCounter.count {
                for header in headers { try server.verify(header, using: &scratch) }
            }
            return try #require(count, "this build of the runtime does not let itself be counted")
        }
        #expect(server.ledger.count == 2000)
        return counts
    }
}
