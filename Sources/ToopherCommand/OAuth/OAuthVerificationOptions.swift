import ArgumentParser
import OAuth1

/// The time and the window of a verification.
struct OAuthVerificationOptions: ParsableArguments {
    @Option(help: "The time of the verification, in seconds since 1970; without it, the time of the system.")
    var now: Int64?

    @Option(help: "How far the timestamp may be from that time, in seconds.")
    var window: Int64 = 300

    @Flag(help: "Accept a body that is not signed: one that is neither a form nor has an oauth_body_hash.")
    var allowUnsignedBody = false

    /// Returns the report on `request`.
    func report(on request: ReceivedRequest, _ options: OAuthCredentialOptions) throws -> VerificationReport {
        let base = try? SignatureBaseString(request)
        let now = now ?? SystemClock.unixSeconds()
        let verifier = try Verifier(
            window: .seconds(window), ledger: InMemoryNonceLedger(),
            bodyPolicy: allowUnsignedBody ? .unsignedAllowed : .formOrHash, clock: { now })
        let isOther =
            options.consumerKey != nil
            && options.consumerKey != base?.protocolParameters.first("oauth_consumer_key")
        return try verifier.report(on: request, credentials: isOther ? nil : options.verifying(base))
    }
}
