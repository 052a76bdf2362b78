import ArgumentParser
import CryptoCore
import OAuth1

/// The credentials of a request. Secrets come from the environment, which other users of the machine cannot read.
struct OAuthCredentialOptions: ParsableArguments {
    @Option(
        help: """
            HMAC-SHA1, HMAC-SHA256, HMAC-SHA512, RSA-SHA1, RSA-SHA256, RSA-SHA512 or PLAINTEXT; else what the request \
            names, or HMAC-SHA1.
            """)
    var signatureMethod: String?

    @Option(help: "The consumer key; else OAUTH_CONSUMER_KEY.")
    var consumerKey: String?

    @Option(help: "The token; else OAUTH_TOKEN.")
    var token: String?

    @OptionGroup var rsaKey: OAuthKeyOptions

    /// The given consumer key, if any.
    var key: String? { consumerKey ?? Environment.value("OAUTH_CONSUMER_KEY") }
    /// The given token, if any.
    var givenToken: String? { token ?? Environment.value("OAUTH_TOKEN") }
    /// The given consumer secret, perhaps empty.
    var consumerSecret: String? { Environment.valueOrEmpty("OAUTH_CONSUMER_SECRET") }
    var tokenSecret: String? { Environment.value("OAUTH_TOKEN_SECRET") }

    /// Returns the signature method that the option names, else `name`.
    func method(_ name: String?) throws -> SignatureMethod {
        let name = signatureMethod ?? name ?? "HMAC-SHA1"
        guard let method = SignatureMethod(name: name) else {
            throw ValidationError("\"\(name)\" is not one of \(SignatureMethod.allCases.map(\.name))")
        }
        return method
    }

    /// Returns the consumer key.
    func requiredKey() throws -> String {
        guard let key else { throw ValidationError("give --consumer-key or set OAUTH_CONSUMER_KEY") }
        return key
    }

    /// Returns the key for signing.
    func signatureKey() throws -> SignatureKey { try signatureKey(method(nil), isSigning: true) }

    /// Returns the credentials for signing.
    ///
    /// - Parameter plaintextWithoutTLS: Whether PLAINTEXT is permitted with an http URL.
    func signing(plaintextWithoutTLS: Bool = false) throws -> Credentials {
        try Credentials(
            consumerKey: requiredKey(), token: givenToken,
            key: signatureKey().permittingPlaintext(withoutTLS: plaintextWithoutTLS))
    }

    /// Returns the credentials for verifying a request that names its method.
    func verifying(_ base: SignatureBaseString?) throws -> Credentials {
        try Credentials(consumerKey: key ?? "", key: verifyingKey(base))
    }

    /// Returns the key for verifying a request that names its method.
    func verifyingKey(_ base: SignatureBaseString?) throws -> SignatureKey {
        try signatureKey(method(base?.protocolParameters.first("oauth_signature_method")), isSigning: false)
    }

    private func signatureKey(_ method: SignatureMethod, isSigning: Bool) throws -> SignatureKey {
        var keys = KeyMaterial(consumerSecret: consumerSecret, tokenSecret: tokenSecret)
        try rsaKey.add(to: &keys, isSigning: isSigning)
        do {
            return try keys.key(for: method, missingSecret: Self.missingSecret(method, keys))
        } catch CryptoError.passphraseRequired {
            throw rsaKey.missingPassphrase
        }
    }

    private static func missingSecret(_ method: SignatureMethod, _ keys: KeyMaterial) -> CommandError {
        CommandError(
            keys.isForRSAOnly
                ? "a request with \(method.name) is not signed with the key of --key-file"
                : "\(method.name) needs OAUTH_CONSUMER_SECRET; set it to nothing if the secret is empty")
    }
}
