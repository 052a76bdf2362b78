import ArgumentParser
import OAuth1
import WebSyntax

/// `toopher oauth sign`: prints what to send.
struct OAuthSignCommand: ParsableCommand {
    enum Output: String, ExpressibleByArgument, CaseIterable {
        case header, curl, url, form

        /// Where the protocol parameters stand.
        var place: CompletedRequest.Place {
            switch self {
            case .header, .curl: .header
            case .url: .url
            case .form: .form
            }
        }
    }

    static let configuration = CommandConfiguration(
        commandName: "sign",
        abstract: "Print the Authorization header, a curl command, a signed URL, or a signed form body.",
        discussion: """
            The secrets come from OAUTH_CONSUMER_SECRET and OAUTH_TOKEN_SECRET, an RSA key from --key-file. A Host \
            field is the host that is signed. An Authorization field with the scheme OAuth is completed: its realm and \
            its parameters are kept, and a signature is replaced.

            Example:
              export OAUTH_CONSUMER_KEY=key OAUTH_CONSUMER_SECRET=secret
              toopher oauth sign https://api.example.org/notes -d text=hello --as curl
            """
    )

    @OptionGroup var request: OAuthRequestOptions
    @OptionGroup var credentials: OAuthCredentialOptions
    @OptionGroup var signing: OAuthSigningOptions

    @Option(name: .customLong("as"), help: "The form of the output: header, curl, url or form.")
    var output = Output.header

    func run() throws {
        let signer = try signing.signer(credentials.signing(plaintextWithoutTLS: signing.plaintextWithoutTLS))
        var request = self.request
        if output == .form, request.method == nil { request.method = "POST" }
        let signed = try signer.complete(
            request.sent(), in: output.place, protocolParameters: signing.protocolParameters(),
            bodyHash: signing.bodyHash ? .unlessForm : .never, realm: request.realm)
        let url = try OAuthSigning.url(request.url)
        print(
            output == .curl
                ? try CurlCommandLine(request, url, authorization: signed.text).text : signed.text)
    }
}
