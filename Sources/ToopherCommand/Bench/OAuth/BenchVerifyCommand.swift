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

            The consumer of each request is looked up in a CredentialCache. With many --consumers, the requests for \
            verify are signed before the run, and copied between the measured batches.

            With --threads, each row also gives the rate as a multiple of that of one thread, measured in turns in \
            the same run, and for one consumer as a share of the rate of threads that have a consumer each: 1 if \
            threads that share a consumer do not slow each other down.

            Example:
              toopher bench verify --seconds 1 --threads 2
            """)

    @OptionGroup var options: BenchOptions

    func run() throws {
        try BenchReport.run(options, [.verify, .verifyLedger])
    }
}
