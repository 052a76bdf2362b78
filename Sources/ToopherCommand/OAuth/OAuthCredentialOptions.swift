import ArgumentParser
import CryptoCore
import OAuth1

/// The credentials of a request. Secrets come from the environment, which other users of the machine cannot read.
struct OAuthCredentialOptions: ParsableArguments {
    @Option(help: "HMAC-SHA1, HMAC-SHA256, HMAC-SHA512, RSA-SHA1, RSA-SHA256, RSA-SHA512 or PLAINTEXT.")
    var signatureMethod: String?

    @Option(help: "The consumer key; else OAUTH_CONSUMER_KEY.")
    var consumerKey: String?

    @Option(help: "The token; else OAUTH_TOKEN.")
    var token: String?

    @Option(help: "A PEM file with the RSA private key, or for verifying with the public key.")
    var keyFile: String?

    /// The given consumer key, if any.
    var key: String? { consumerKey ?? Environment.value("OAUTH_CONSUMER_KEY") }
    /// The given token, if any.
    var givenToken: String? { token ?? Environment.value("OAUTH_TOKEN") }
    var consumerSecret: String { Environment.value("OAUTH_CONSUMER_SECRET") ?? "" }
    var tokenSecret: String? { Environment.value("OAUTH_TOKEN_SECRET") }

    /// Returns the signature method that the option names, else `name`.
    func method(_ name: String?) throws -> SignatureMethod {
        let name = signatureMethod ?? name ?? "HMAC-SHA1"
        guard let method = SignatureMethod(name: name) else {
            throw ValidationError("\"\(name)\" is not one of \(SignatureMethod.allCases.map(\.name))")
        }
        return method
    }

    /// Returns the credentials for signing.
    ///
    /// - Parameter plaintextWithoutTLS: Whether PLAINTEXT is permitted with an http URL.
    func signing(plaintextWithoutTLS: Bool = false) throws -> Credentials {
        guard let key else { throw ValidationError("give --consumer-key or set OAUTH_CONSUMER_KEY") }
        return try Credentials(
            consumerKey: key, token: givenToken,
            key: keys().key(for: method(nil)).permittingPlaintext(withoutTLS: plaintextWithoutTLS))
    }

    /// Returns the credentials for verifying a request that names its method.
    func verifying(_ base: SignatureBaseString?) throws -> Credentials {
        let named = base?.protocolParameters.first("oauth_signature_method")
        return try Credentials(consumerKey: key ?? "", key: keys().key(for: method(named)))
    }

    private func keys() throws -> KeyMaterial {
        var keys = KeyMaterial(consumerSecret: consumerSecret, tokenSecret: tokenSecret)
        guard let keyFile else { return keys }
        let pem = String(decoding: try InputFile.read(keyFile, limit: 64 << 10), as: UTF8.self)
        if pem.contains("PRIVATE KEY-----") { keys.privateKeyPEM = pem } else { keys.publicKeyPEM = pem }
        return keys
    }
}
