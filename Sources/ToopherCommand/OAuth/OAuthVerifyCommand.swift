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
            Exit status: 0 valid, 2 not valid, or valid with a body that is not signed unless \
            --allow-unsigned-body permits it.

            With --json, an object: valid, covers_body (whether the body is signed), and error unless it is valid.

            Example:
              URL=https://api.example.org/notes
              export OAUTH_CONSUMER_KEY=key OAUTH_CONSUMER_SECRET=secret
              toopher oauth verify "$URL" -H "Authorization: $(toopher oauth sign "$URL")"
            """
    )

    @OptionGroup var request: OAuthRequestOptions
    @OptionGroup var credentials: OAuthCredentialOptions
    @OptionGroup var verification: OAuthVerificationOptions

    @Flag(help: "Print a JSON object.")
    var json = false

    func run() async throws {
        let report = try verification.report(on: request.received(), credentials)
        let result = Result(
            valid: report.rejection == nil, coversBody: report.coversBody, error: report.rejection?.code)
        print(json ? try JSONLine.of(result) : Self.text(report))
        if !result.valid { throw ExitStatus.denied }
    }

    private static func text(_ report: VerificationReport) -> String {
        switch report.rejection {
        case nil where report.coversBody: "valid"
        // Signature and timestamp are valid, but anybody may have written the body.
        case nil, .bodyNotSigned: "valid, but the body is not signed"
        case let rejection?: rejection.code
        }
    }

    private struct Result: Encodable {
        var valid: Bool
        var coversBody: Bool
        var error: String?
    }
}
