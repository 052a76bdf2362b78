import ArgumentParser
import OAuth1Client

/// `toopher oauth renew`: renews a stored token.
struct OAuthRenewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "renew",
        abstract: "Renew the token in a file with its session handle, without a person.",
        discussion: """
            For servers with the OAuth Session extension, such as Yahoo: the file of toopher oauth authorize has a \
            session_handle. The file is replaced, since the server ends the old token. The consumer secret comes from \
            OAUTH_CONSUMER_SECRET, an RSA key from --key-file.

            Example:
              toopher oauth renew token.json \\
                --access-url https://api.example.org/oauth/access
            """
    )

    @Argument(help: "The file with the token.")
    var file: String

    @OptionGroup var flow: OAuthFlowOptions
    @OptionGroup var credentials: OAuthCredentialOptions

    @Flag(help: "Print the new token as JSON too.")
    var json = false

    func validate() throws {
        guard credentials.token == nil else { throw ValidationError("the token comes from the file, not from --token") }
    }

    func run() async throws {
        let token = try TokenFile.read(file)
        guard token.sessionHandle != nil else {
            throw CommandError("\(file) has no session handle: the server does not renew this token; authorise again")
        }
        let flow = try flow.flow(credentials)
        let output = try TokenOutput(path: file, replaces: true, printsJSON: json)
        let renewed: TokenCredentials
        do throws(AuthorizationError) {
            renewed = try await flow.renew(token)
        } catch {
            output.discard()
            throw AuthorizationAdvice.error(error)
        }
        try output.write(renewed)
    }
}
