import ArgumentParser

/// `toopher bench verify`: measures verifying.
struct BenchVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Verify a signed request: parsing, normalisation, HMAC, comparison, timestamp window.",
        discussion: """
            Two rows: verify, without a nonce ledger, and verify-ledger, which also records the nonce.

            For verify-ledger, 256 requests with new nonces at a time are signed between the measured batches: those \
            of a whole run would take gigabytes, and reading them would be measured too. The ledger keeps every \
            nonce. --live-nonces first inserts that many, spread over the window, and prints the memory that they \
            take.

            With --consumers, verify looks up the consumer of each request in a CredentialCache. The requests are \
            signed before the run, and copied between the measured batches.
            """)

    @OptionGroup var options: BenchOptions

    func run() throws {
        try BenchReport.run(options, [.verify, .verifyLedger])
    }
}
