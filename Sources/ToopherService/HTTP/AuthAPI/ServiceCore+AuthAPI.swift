#if Service

internal import AuthAPI
internal import CryptoCore
internal import OAuth1

extension ServiceCore {
    /// Verifies the signature of a call of the Auth API.
    ///
    /// - Throws: ``AuthAPIFailure``, which knows whether its integration is told errors; what the database throws.
    func authAPICall(_ received: ReceivedCall, authorization: String?) async throws -> AuthAPICall {
        let credentials = try CallCredentials(authorization: authorization)
        let found = try await integration(key: credentials.integrationKey)
        do {
            let now = clock()
            let accepted = found?.integration.accepted ?? Set(SignatureVariant.allCases)
            // An unknown key costs what a known one does.
            let verified = try (found?.integration.callKey ?? dummyCallKey).verify(
                received, credentials, accepting: accepted, at: now, window: timestampWindow)
            guard let (requester, integration) = found else { throw AuthAPIFailure.notSigned }
            guard integration.isEnabled, requester.state == .active else { throw AuthAPIFailure.disabled }
            guard integration.kind == .authAPI else { throw AuthAPIFailure.otherKind }
            let parameters = try AuthAPIParameters(received)
            try await note(verified.variant, parameters, of: integration)
            return AuthAPICall(
                integration: integration, requester: requester, parameters: parameters,
                nonce: try nonce(of: verified, credentials, integration, at: now),
                // A date makes two log-ins differ that ask for the same.
                digest: try Self.digest(of: received, code: verified.date == nil ? [] : credentials.code))
        } catch {
            var failure = AuthAPIFailure(error)
            let key = credentials.integrationKey
            // Where key and secret were interchanged, it is the secret.
            failure.integrationKey = found == nil ? String(key.prefix(4)) + "…" : key
            failure.isShown = found?.integration.showsErrors ?? false
            throw failure
        }
    }

    private func nonce(
        of verified: VerifiedCall, _ credentials: CallCredentials, _ integration: Integration, at now: Int64
    ) throws(CryptoError) -> RequestNonce? {
        guard let date = verified.date else { return nil }
        // The token separates these nonces from those of consumers and phones. Of the code, not of the text: the same code has
        // other spellings.
        let use = NonceUse(
            consumerKey: integration.key, token: "auth-api", timestamp: date,
            nonce: Base64.encodeURL(try Digest.sha256(credentials.code)))
        return try RequestNonce(use, horizon: now - timestampWindow, refusal: .notSigned)
    }

    /// Notes what is new about an integration's clients.
    private func note(
        _ variant: SignatureVariant, _ parameters: AuthAPIParameters, of integration: Integration
    ) async throws {
        let failsOpen = try parameters.text("failmode")?.lowercased() == "open"
        guard !integration.seen.contains(variant) || failsOpen && !integration.failsOpen else { return }
        try await store.note(variant, failsOpen: failsOpen, of: integration.key)
    }

    private static func digest(of call: ReceivedCall, code: [UInt8]) throws(CryptoError) -> String {
        // Lengths precede the parts, so that two calls never give the same text.
        let head = [call.method, call.path, Hex.encode(code)].map { "\($0.utf8.count) \($0) " }.joined()
        return Base64.encodeURL(try Digest.sha256(Array(head.utf8) + call.body))
    }
}

#endif
