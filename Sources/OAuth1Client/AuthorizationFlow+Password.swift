public import CryptoCore
public import OAuth1

extension AuthorizationFlow {
    /// Requests token credentials with the resource owner's name and password, as Instapaper and others do (xAuth): without
    /// temporary credentials, a browser and a callback.
    ///
    /// The cost: the client learns the password. Use it only for a server that offers nothing else, store the token and
    /// not the password.
    ///
    /// Both are sent in a form, signed, over TLS; plain http is accepted only for this machine. Neither is in an error or
    /// a description. The password is copied into the body of the request, which is not wiped.
    ///
    /// - Parameters:
    ///   - username: The resource owner's name (`x_auth_username`).
    ///   - password: The resource owner's password (`x_auth_password`), in UTF-8.
    ///   - parameters: Additional parameters. No name may begin with `oauth_` or `x_auth_`.
    /// - Throws: ``AuthorizationError``; ``AuthorizationError/invalidArgument(reason:)`` for a ``RequestStyle`` that would
    ///   send the password in the URL.
    public func tokenCredentials(
        username: String, password: SecretBytes, parameters: [Parameter] = []
    ) async throws(AuthorizationError) -> TokenCredentials {
        guard !requests.style.isBodyless, requests.style.placement != .query else {
            throw .invalidArgument(reason: "a password is not sent in a URL: use POST, and another placement")
        }
        guard endpoints.token.isConfidential else {
            throw .invalidArgument(reason: "a password is not sent without TLS: use an https URL")
        }
        guard !parameters.contains(where: { $0.name.hasPrefix("x_auth_") }) else {
            throw .invalidArgument(reason: "the name of a parameter begins with x_auth_")
        }
        let bytes = password.withBytes { span in span.indices.map { span[$0] } }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .invalidArgument(reason: "the password is not valid UTF-8")
        }
        let response = try await requests.send(
            to: endpoints.token, signer(token: nil, secret: nil), protocolParameters: [],
            parameters: parameters + [
                Parameter("x_auth_mode", "client_auth"), Parameter("x_auth_username", username),
                Parameter("x_auth_password", text),
            ])
        return try response.tokenCredentials(keeping: nil)
    }
}
