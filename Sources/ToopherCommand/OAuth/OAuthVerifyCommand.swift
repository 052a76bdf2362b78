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
            Exit status: 0 valid, 1 not valid, or valid with a body that is not signed unless \
            --allow-unsigned-body permits it.
            """
    )

    @OptionGroup var request: OAuthRequestOptions
    @OptionGroup var credentials: OAuthCredentialOptions
    @OptionGroup var verification: OAuthVerificationOptions

    func run() async throws {
        let report = try verification.report(on: request.received(), credentials)
        switch report.rejection {
        case nil: print(report.coversBody ? "valid" : Self.unsignedBody)
        case .bodyNotSigned: try Self.refuse(Self.unsignedBody)
        case let rejection?: try Self.refuse(rejection.code)
        }
    }

    /// Signature and timestamp are valid, but anybody may have written the body.
    private static let unsignedBody = "valid, but the body is not signed"

    private static func refuse(_ line: String) throws {
        print(line)
        throw ExitCode.failure
    }
}
