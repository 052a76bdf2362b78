#if Service

internal import CryptoCore
internal import OAuth1

/// The signed form that the iframe page hands back to the requester.
enum Postback {
    /// The parameters of the signed URL that are echoed.
    struct Echo: Sendable, Hashable {
        /// The request token. It is echoed even if it is empty.
        var sessionToken: String
        /// Echoed if the URL has the parameter.
        var requesterMetadata: String?
    }

    /// Returns the fields for a decided or expired authentication request.
    static func fields(for request: AuthenticationRequest, status: AuthenticationRequest.Status) -> [Parameter] {
        [
            Parameter("resource_type", "authentication_request"),
            Parameter("id", request.id),
            Parameter("pending", text(status.isPending)),
            Parameter("granted", text(status.isGranted)),
            Parameter("automated", text(status.isAutomated)),
            Parameter("reason", status.reason),
            Parameter("reason_code", String(status.reasonCode)),
            Parameter("terminal_id", request.terminal.id),
            Parameter("terminal_name", request.terminal.name),
            // Never empty: some clients drop empty fields before they verify the signature.
            Parameter(
                "terminal_requester_specified_id",
                request.terminal.isIdentified ? request.terminal.requesterSpecifiedID : request.terminal.id),
            Parameter("pairing_user_id", request.user.id),
            Parameter("user_name", request.user.name),
            Parameter("user_toopher_authentication_enabled", text(request.user.isEnabled)),
            Parameter("action_id", request.action.id),
            Parameter("action_name", request.action.name),
        ]
    }

    /// Returns the fields for an authentication request that was refused.
    static func fields(for error: ProtocolError) -> [Parameter] {
        [Parameter("error_code", String(error.code)), Parameter("error_message", error.message)]
    }

    /// Returns the fields with echo, time and signature. Errors are signed too: an unsigned one proves nothing.
    ///
    /// The key is the raw consumer secret, not the OAuth signing key, which ends in `&`. The text is the form encoding of
    /// the fields sorted by name, as Python 2 spells it.
    static func signed(
        _ fields: [Parameter], echo: Echo, time: Int64, secret: SecretBytes
    ) throws(CryptoError) -> [Parameter] {
        var fields = fields
        fields.append(Parameter("session_token", echo.sessionToken))
        fields.append(Parameter("timestamp", String(time)))
        if let metadata = echo.requesterMetadata {
            fields.append(Parameter("requester_metadata", metadata))
        }
        fields.sort { Array($0.name.utf8).lexicographicallyPrecedes(Array($1.name.utf8)) }
        let text = FormEncoding.encode(fields)
        let code = try HMACKey(.sha1, key: secret).authenticationCode(for: Array(text.utf8))
        return fields + [Parameter("toopher_sig", Base64.encode(code))]
    }

    /// Returns a Boolean as the protocol spells it.
    static func text(_ value: Bool) -> String { value ? "true" : "false" }
}

#endif
