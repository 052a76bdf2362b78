import ArgumentParser
import OAuth1

/// `toopher oauth verify`: whether a request is genuine.
struct OAuthVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check the signature and the timestamp of a request.",
        discussion: """
            Give the request as it arrived, with -H 'Authorization: OAuth …' if it has that. The secrets come from \
            OAUTH_CONSUMER_SECRET and OAUTH_TOKEN_SECRET, an RSA key from --key-file. Whether the nonce was \
            used before is not checked. Exit status: 0 genuine, 1 not.
            """
    )

    @OptionGroup var request: OAuthRequestOptions
    @OptionGroup var credentials: OAuthCredentialOptions
    @OptionGroup var judging: OAuthJudgingOptions

    func run() async throws {
        let report = try judging.report(on: request.received(), credentials)
        guard let rejection = report.rejection else { return print("valid") }
        print(rejection.code)
        throw ExitCode.failure
    }
}

/// How a request is judged.
struct OAuthJudgingOptions: ParsableArguments {
    @Option(help: "The time to judge by, in seconds since 1970; now if not given.")
    var now: Int64?

    @Option(help: "How far the timestamp may be off, in seconds.")
    var window: Int64 = 300

    /// What is to be said of `request`.
    func report(on request: ReceivedRequest, _ options: OAuthCredentialOptions) throws -> VerificationReport {
        let base = try? SignatureBaseString(request)
        let now = now ?? SystemClock.unixSeconds()
        let verifier = try Verifier(window: .seconds(window), ledger: InMemoryNonceLedger(), clock: { now })
        let isOther =
            options.consumerKey != nil
            && options.consumerKey != base?.protocolParameters.first("oauth_consumer_key")
        return try verifier.report(on: request, credentials: isOther ? nil : options.verifying(base))
    }
}
