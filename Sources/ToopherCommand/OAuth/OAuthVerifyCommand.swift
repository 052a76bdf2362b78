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
    @OptionGroup var verification: OAuthVerificationOptions

    func run() async throws {
        let report = try verification.report(on: request.received(), credentials)
        guard let rejection = report.rejection else { return print("valid") }
        print(rejection.code)
        throw ExitCode.failure
    }
}
