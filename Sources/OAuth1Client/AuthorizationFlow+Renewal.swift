public import OAuth1

extension AuthorizationFlow {
    /// Renews token credentials with their session handle, without the resource owner, as at Yahoo and Xero.
    ///
    /// The credentials may have expired. The server ends them when it issues new ones: store those at once. If the server
    /// sends no new session handle, they have the present one.
    ///
    /// The OAuth Session extension, section 3.
    ///
    /// - Parameters:
    ///   - credentials: Credentials with a ``TokenCredentials/sessionHandle``.
    ///   - parameters: Additional parameters. No name may begin with `oauth_`.
    /// - Throws: ``AuthorizationError``. A ``AuthorizationError/refused(status:problem:)`` with the problem
    ///   `session_handle_rejected`, `permission_denied` or `token_rejected` means that the resource owner has to authorise
    ///   again.
    public func renew(
        _ credentials: TokenCredentials, parameters: [Parameter] = []
    ) async throws(AuthorizationError) -> TokenCredentials {
        guard let handle = credentials.sessionHandle, !handle.isEmpty else {
            throw .invalidArgument(reason: "the credentials have no session handle")
        }
        let response = try await requests.send(
            to: endpoints.token, signer(for: credentials),
            protocolParameters: [Parameter("oauth_session_handle", handle)], parameters: parameters)
        return try response.tokenCredentials(keeping: handle)
    }
}
