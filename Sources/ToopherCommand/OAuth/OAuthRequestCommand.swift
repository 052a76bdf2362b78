import ArgumentParser
import CurlTransport
import HTTPExchange
import HTTPTypes
import OAuth1
import SystemPackage

/// `toopher oauth request`: sends a signed request.
struct OAuthRequestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request",
        abstract: "Send a signed request, and print the body of the response.",
        discussion: """
            The secrets come from OAUTH_CONSUMER_SECRET and OAUTH_TOKEN_SECRET, an RSA key from --key-file. The \
            status is printed to standard error. Redirects are not followed. Exit status: 0 if the status is below \
            400, 69 if the server cannot be reached or cannot do it now (408, 429, 5xx), 77 if it refuses.

            Example:
              export OAUTH_CONSUMER_KEY=$TOOPHER_CONSUMER_KEY
              export OAUTH_CONSUMER_SECRET=$TOOPHER_CONSUMER_SECRET
              toopher oauth request "${TOOPHER_BASE_URL}users?name=jdoe"
            """
    )

    @OptionGroup var request: OAuthRequestOptions
    @OptionGroup var credentials: OAuthCredentialOptions
    @OptionGroup var signing: OAuthSigningOptions

    @Flag(help: "Permit plain http to another machine.")
    var insecure = false

    @Flag(name: [.customShort("i"), .long], help: "Print the header fields of the response too.")
    var include = false

    func run() async throws {
        guard let method = HTTPRequest.Method(request.httpMethod) else {
            throw ValidationError("\"\(request.httpMethod)\" is not an HTTP method")
        }
        let signer = try signing.signer(credentials.signing(plaintextWithoutTLS: signing.plaintextWithoutTLS))
        let sent = try request.sent()
        let signed = try signer.complete(
            sent, in: .header, protocolParameters: signing.protocolParameters(),
            bodyHash: signing.bodyHash ? .unlessForm : .never, realm: request.realm)
        var http = HTTPRequest(method: method, url: try OAuthSigning.url(request.url))
        for field in try request.fields() {
            guard let name = HTTPField.Name(field.name) else {
                throw ValidationError("\"\(field.name)\" is not a field name")
            }
            http.headerFields.append(HTTPField(name: name, value: field.value))
        }
        http.headerFields[.authorization] = signed.text
        let transport = try CurlTransport(configuration: .init(plainHTTP: insecure ? .allowed : .loopbackOnly))
        let response = try await transport.send(http, body: sent.body)
        StandardError.print("\(response.head.status.code)")
        if include {
            for field in response.head.headerFields { print("\(field.name): \(field.value)") }
            print("")
            flushStandardOutput()
        }
        _ = try FileDescriptor.standardOutput.writeAll(response.body)
        guard response.head.status.code < 400 else { throw ExitStatus.of(httpStatus: response.head.status.code) }
    }
}
