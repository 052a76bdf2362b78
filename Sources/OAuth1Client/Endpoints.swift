/// The URLs of the three endpoints of a server (RFC 5849 section 2).
public struct Endpoints: Sendable {
    /// The endpoint for temporary credentials, also called request token URL.
    let temporaryCredentials: EndpointURL
    /// The endpoint for the resource owner's browser.
    let authorization: EndpointURL
    /// The endpoint for token credentials, also called access token URL.
    let token: EndpointURL
    /// The name of the token's parameter in the URL for the browser.
    let authorizationToken: String

    /// Creates endpoints from three absolute http or https URLs, which may have a query.
    ///
    /// The requests to the first and the last contain secrets and require https (RFC 5849 sections 2.1 and 2.3).
    /// `CurlTransport` refuses plain http to another machine unless it is configured to allow it.
    ///
    /// - Parameters:
    ///   - temporaryCredentials: The endpoint for temporary credentials, also called request token URL.
    ///   - authorization: The endpoint for the resource owner's browser.
    ///   - token: The endpoint for token credentials, also called access token URL.
    ///   - authorizationToken: The name of the token's parameter in the URL for the browser; E\*TRADE's is `token`.
    /// - Throws: ``AuthorizationError/invalidArgument(reason:)``.
    public init(
        temporaryCredentials: String, authorization: String, token: String, authorizationToken: String = "oauth_token"
    ) throws(AuthorizationError) {
        guard !authorizationToken.isEmpty else {
            throw .invalidArgument(reason: "the name of the token's parameter is empty")
        }
        self.temporaryCredentials = try EndpointURL(temporaryCredentials)
        self.authorization = try EndpointURL(authorization)
        self.token = try EndpointURL(token)
        self.authorizationToken = authorizationToken
    }
}
