import ArgumentParser
import CurlTransport
import HTTPExchange
import HTTPTypes
import OAuth1Client

/// The requests for credentials that a server expects.
struct OAuthFlowOptions: ParsableArguments {
    enum Placement: String, ExpressibleByArgument, CaseIterable {
        case header, form, query
    }

    @Option(help: "The URL for token credentials, also called access token URL.")
    var accessURL: String

    @Option(name: [.customShort("X"), .long], help: "The HTTP method of the requests: POST or GET.")
    var method = "POST"

    @Option(help: "Where the protocol parameters are sent: header, form or query.")
    var placement = Placement.header

    @Option(help: "The realm of the Authorization header, if the server requires one.")
    var realm: String?

    @Option(name: [.customShort("H"), .long], help: "A header field, as \"Name: value\". May be repeated.")
    var header: [String] = []

    @Option(
        name: .customLong("accept"),
        help: """
            A deviation of the server to accept: unconfirmed-callback (the response lacks oauth_callback_confirmed), \
            missing-token-secret (with RSA), json (a JSON response). May be repeated.
            """)
    var accepted: [AcceptedDeviation] = []

    @Flag(help: "Permit plain http to another machine.")
    var insecure = false

    /// Returns a flow at a server.
    ///
    /// - Parameters:
    ///   - request: The URL for temporary credentials; not needed for a renewal.
    ///   - authorization: The URL for the browser; not needed for a renewal.
    ///   - tokenName: The name of the token's parameter in the URL for the browser.
    func flow(
        _ credentials: OAuthCredentialOptions, request: String? = nil, authorization: String? = nil,
        tokenName: String = "oauth_token"
    ) throws -> AuthorizationFlow {
        try AuthorizationFlow(
            consumerKey: credentials.requiredKey(), key: credentials.signatureKey(),
            endpoints: Endpoints(
                temporaryCredentials: request ?? accessURL, authorization: authorization ?? accessURL,
                token: accessURL, authorizationToken: tokenName),
            style: style(), leniencies: AuthorizationFlow.Leniencies(accepted.map(\.leniency)),
            transport: CurlTransport(configuration: .init(plainHTTP: insecure ? .allowed : .loopbackOnly)))
    }

    private func style() throws -> RequestStyle {
        guard let method = HTTPRequest.Method(method) else {
            throw ValidationError("\"\(method)\" is not an HTTP method")
        }
        let placement: RequestStyle.Placement =
            switch placement {
            case .header: .header
            case .form: .form
            case .query: .query
            }
        return RequestStyle(method: method, placement: placement, realm: realm, headerFields: try fields())
    }

    private func fields() throws -> HTTPFields {
        var fields = HTTPFields()
        for field in header {
            let parts = field.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let name = HTTPField.Name(String(parts[0])) else {
                throw ValidationError("\"\(field)\" is not a header field, as \"Name: value\"")
            }
            fields.append(HTTPField(name: name, value: String(parts[1].drop { $0 == " " || $0 == "\t" })))
        }
        return fields
    }
}
