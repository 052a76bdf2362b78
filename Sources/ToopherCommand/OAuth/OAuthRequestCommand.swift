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
            400, else 1.
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
        let body = try request.body()
        var http = HTTPRequest(method: method, url: try OAuthSigning.url(request.url))
        for field in try request.fields() {
            guard let name = HTTPField.Name(field.name) else {
                throw ValidationError("\"\(field.name)\" is not a field name")
            }
            http.headerFields.append(HTTPField(name: name, value: field.value))
        }
        try signing.signer(credentials.signing()).sign(
            &http, body: body, bodyHash: signing.bodyHash ? .unlessForm : .never,
            protocolParameters: signing.protocolParameters(), realm: request.realm)
        let transport = try CurlTransport(configuration: .init(plainHTTP: insecure ? .allowed : .loopbackOnly))
        let response = try await transport.send(http, body: body)
        StandardError.print("\(response.head.status.code)")
        if include {
            for field in response.head.headerFields { print("\(field.name): \(field.value)") }
            print("")
            flushStandardOutput()
        }
        _ = try FileDescriptor.standardOutput.writeAll(response.body)
        guard response.head.status.code < 400 else { throw ExitCode.failure }
    }
}
