import ArgumentParser
import OAuth1

/// How a request is judged.
struct OAuthVerificationOptions: ParsableArguments {
    @Option(help: "The time to judge by, in seconds since 1970; now if not given.")
    var now: Int64?

    @Option(help: "How far the timestamp may be off, in seconds.")
    var window: Int64 = 300

    /// What is to be said of `request`.
    func report(on request: ReceivedRequest, _ options: OAuthCredentialOptions) throws -> VerificationReport {
        let base = try? SignatureBase(request)
        let now = now ?? SystemClock.unixSeconds()
        let verifier = try Verifier(window: window, ledger: InMemoryNonceLedger(), clock: { now })
        let isOther =
            options.consumerKey != nil
            && options.consumerKey != base?.protocolParameters.first("oauth_consumer_key")
        return try verifier.report(on: request, credentials: isOther ? nil : options.verifying(base))
    }
}
