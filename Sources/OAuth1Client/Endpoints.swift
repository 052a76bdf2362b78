/// The three URLs of a server (RFC 5849 section 2).
public struct Endpoints: Sendable {
    /// Where temporary credentials are asked for, elsewhere called request token URL.
    let temporaryCredentials: EndpointURL
    /// Where the resource owner is sent to.
    let authorization: EndpointURL
    /// Where token credentials are asked for, elsewhere called access token URL.
    let token: EndpointURL

    /// Three absolute http or https URLs, each perhaps with a query.
    ///
    /// The first and the last carry secrets both ways and must be https (sections 2.1 and 2.3);
    /// `CurlTransport` refuses anything else that leaves the machine, unless told otherwise by name.
    /// - Parameters:
    ///   - temporaryCredentials: where temporary credentials are asked for, elsewhere called request token URL.
    ///   - authorization: where the resource owner is sent to.
    ///   - token: where token credentials are asked for, elsewhere called access token URL.
    /// - Throws: ``AuthorizationError/invalidArgument(reason:)``.
    public init(temporaryCredentials: String, authorization: String, token: String) throws(AuthorizationError) {
        self.temporaryCredentials = try EndpointURL(temporaryCredentials)
        self.authorization = try EndpointURL(authorization)
        self.token = try EndpointURL(token)
    }
}
