import ArgumentParser
import OAuth1

/// The time and the window of a verification.
struct OAuthVerificationOptions: ParsableArguments {
    @Option(help: "The time of the verification, in seconds since 1970; without it, the time of the system.")
    var now: Int64?

    @Option(help: "How far the timestamp may be from that time, in seconds.")
    var window: Int64 = 300

    /// Returns the report on `request`.
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
