import ArgumentParser
import OAuth1

/// `toopher oauth verify`: verifies a request.
struct OAuthVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Verify the signature and the timestamp of a request.",
        discussion: """
            Give the request as it was received, with -H 'Authorization: OAuth …' if it has one. The secrets come \
            from OAUTH_CONSUMER_SECRET and OAUTH_TOKEN_SECRET, an RSA key from --key-file. Nonces are not checked. \
            Exit status: 0 valid, 1 not valid.
            """
    )

    @OptionGroup var request: OAuthRequestOptions
    @OptionGroup var credentials: OAuthCredentialOptions
    @OptionGroup var verification: OAuthVerificationOptions

    func run() async throws {
        let report = try verification.report(on: request.received(), credentials)
        guard let rejection = report.rejection else { return print("valid") }
        print(rejection.code)
        throw ExitCode.failure
    }
}
