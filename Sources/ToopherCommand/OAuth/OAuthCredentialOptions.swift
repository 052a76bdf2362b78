import ArgumentParser
import CryptoCore
import OAuth1

/// Whose request it is. Secrets come from the environment, where other users of the machine do not see them.
struct OAuthCredentialOptions: ParsableArguments {
    @Option(help: "HMAC-SHA1, HMAC-SHA256, HMAC-SHA512, RSA-SHA1, RSA-SHA256, RSA-SHA512 or PLAINTEXT.")
    var signatureMethod: String?

    @Option(help: "The consumer key; else OAUTH_CONSUMER_KEY.")
    var consumerKey: String?

    @Option(help: "The token; else OAUTH_TOKEN.")
    var token: String?

    @Option(help: "A PEM file with the RSA private key, or for verifying the public one.")
    var keyFile: String?

    /// The consumer key that was given, if any.
    var key: String? { consumerKey ?? Environment.value("OAUTH_CONSUMER_KEY") }
    /// The token that was given, if any.
    var givenToken: String? { token ?? Environment.value("OAUTH_TOKEN") }
    var consumerSecret: String { Environment.value("OAUTH_CONSUMER_SECRET") ?? "" }
    var tokenSecret: String? { Environment.value("OAUTH_TOKEN_SECRET") }

    /// The signature method that was named.
    func method(_ name: String?) throws -> SignatureMethod {
        let name = signatureMethod ?? name ?? "HMAC-SHA1"
        guard let method = SignatureMethod(name: name) else {
            throw ValidationError("\"\(name)\" is none of \(SignatureMethod.allCases.map(\.name))")
        }
        return method
    }

    /// The credentials to sign with.
    func signing() throws -> Credentials {
        guard let key else { throw ValidationError("give --consumer-key or set OAUTH_CONSUMER_KEY") }
        return try Credentials(consumerKey: key, token: givenToken, key: keys().key(for: method(nil)))
    }

    /// The credentials to verify a request with that names its method itself.
    func verifying(_ base: SignatureBase?) throws -> Credentials {
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
