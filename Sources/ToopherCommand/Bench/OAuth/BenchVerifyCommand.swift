import ArgumentParser

/// `toopher bench verify`
struct BenchVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Verify a signed request: parse, normalise, HMAC, compare, timestamp window.",
        discussion: """
            Two rows: verify without a nonce ledger, and verify-ledger, which records the nonce as well.

            For verify-ledger, requests with fresh nonces are signed between the measured batches, 256 at a time: \
            all that a run needs would take gigabytes, and reading them from there would be measured as well. The \
            ledger keeps every nonce. --live-nonces has that many put into it first, spread over the window, and \
            prints how much memory they take.

            With --consumers, verify looks each request's consumer up in a CredentialCache. The requests are signed \
            before, and copied between the measured batches likewise.
            """)

    @OptionGroup var options: BenchOptions

    func run() throws {
        try BenchReport.run(options, [.verify, .verifyLedger])
    }
}
