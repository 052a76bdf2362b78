import ArgumentParser
import CurlTransport
import HTTPExchange
import OAuth1
import OAuth1Client

/// `toopher oauth authorize`: obtains a token with a person's consent.
struct OAuthAuthorizeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "authorize",
        abstract: "Obtain a token: request it, let a person grant access in a browser, and print or store it.",
        discussion: """
            The three-legged flow (RFC 5849 section 2). The consumer secret comes from OAUTH_CONSUMER_SECRET, an RSA \
            key from --key-file. Without --output the token is printed as OAUTH_TOKEN and OAUTH_TOKEN_SECRET, with \
            --json as JSON; everything else is printed to standard error. Exit status: 0 granted, 2 denied, 3 nobody \
            came back in time, 69 and 77 for a server that cannot be reached or refuses, 1 another error.

            Example:
              toopher oauth authorize --request-url https://api.example.org/oauth/request \\
                --authorize-url https://api.example.org/oauth/authorize \\
                --access-url https://api.example.org/oauth/access --output token.json
            """
    )

    @Option(help: "The URL for temporary credentials, also called request token URL.")
    var requestURL: String

    @Option(help: "The URL for the person's browser.")
    var authorizeURL: String

    @OptionGroup var flow: OAuthFlowOptions
    @OptionGroup var credentials: OAuthCredentialOptions

    @Option(
        help: """
            How the verifier comes back: "oob" asks for the code that the page shows, "loopback" listens on a free port \
            of 127.0.0.1; or the URL that is registered with the server: http://127.0.0.1:PORT/PATH is listened on, and \
            for any other one the address is asked for where the browser ended.
            """)
    var callback = CallbackArgument.outOfBand

    @Option(help: "The longest wait for the browser, in seconds; at most a day.")
    var timeout: Int = 300

    @Option(
        name: .customLong("parameter"),
        help: "A parameter of the first request, such as a scope, as \"name=value\". May be repeated.")
    var parameters: [String] = []

    @Option(
        name: .customLong("authorize-parameter"),
        help: "A parameter of the URL for the browser, as \"name=value\". May be repeated.")
    var authorizeParameters: [String] = []

    @Option(help: "The name of the token's parameter in the URL for the browser; E*TRADE's is \"token\".")
    var authorizeTokenName = "oauth_token"

    @Option(help: "A new file for the token, as JSON that only its owner can read.")
    var output: String?

    @Flag(help: "Print the token as JSON.")
    var json = false

    func validate() throws {
        guard (1...86_400).contains(timeout) else {
            throw ValidationError("--timeout takes a number of seconds, at most 86400")
        }
        guard credentials.token == nil else { throw ValidationError("--token is what this command obtains") }
    }

    func run() async throws {
        let flow = try flow.flow(
            credentials, request: requestURL, authorization: authorizeURL, tokenName: authorizeTokenName)
        let (first, second) = (try Self.pairs(parameters), try Self.pairs(authorizeParameters))
        let source = try VerifierSource(callback, timeout: .seconds(timeout))
        let output = try TokenOutput(path: output, replaces: false, printsJSON: json)
        let token: TokenCredentials
        do {
            let temporary = try await flow.temporaryCredentials(callback: source.callback, parameters: first)
            let verifier = try await source.verifier(
                for: temporary, at: flow.authorizationURL(for: temporary, parameters: second))
            token = try await flow.tokenCredentials(for: temporary, verifier: verifier)
        } catch {
            output.discard()
            guard let error = error as? AuthorizationError else { throw error }
            guard case .denied = error else { throw AuthorizationAdvice.error(error) }
            StandardError.print("\(error)")
            throw ExitStatus.denied
        }
        try output.write(token)
    }

    private static func pairs(_ texts: [String]) throws -> [Parameter] {
        try texts.map { text in
            guard let equals = text.firstIndex(of: "=") else {
                throw ValidationError("\"\(text)\" has no equals sign")
            }
            return Parameter(String(text[..<equals]), String(text[text.index(after: equals)...]))
        }
    }
}
