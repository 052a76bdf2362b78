import ArgumentParser
import CryptoCore
import OAuth1

/// The request that a command is about.
struct OAuthRequestOptions: ParsableArguments {
    @Argument(help: "The absolute URL, exactly as it is sent.")
    var url: String

    @Option(name: [.customShort("X"), .long], help: "The HTTP method; POST if there is a body, else GET.")
    var method: String?

    @Option(name: [.customShort("H"), .long], help: "A header field, \"Name: value\". May be repeated.")
    var header: [String] = []

    @Option(
        name: [.customShort("d"), .long],
        help:
            "The body; a form unless a Content-Type field says otherwise. \"@FILE\" reads a file, \"@-\" standard input."
    )
    var data: String?

    @Option(help: "Sent in front of the header's parameters, never signed.")
    var realm: String?

    /// The method that the options say or imply.
    var httpMethod: String { method ?? (data == nil ? "GET" : "POST") }

    /// The header fields, taken apart.
    func fields() throws -> [(name: String, value: String)] {
        var fields = try header.map { field in
            guard let colon = field.firstIndex(of: ":") else { throw ValidationError("\"\(field)\" has no colon") }
            let value = field[field.index(after: colon)...].drop { $0 == " " }
            return (String(field[..<colon]), String(value))
        }
        if data != nil, !fields.contains(where: { $0.0.lowercased() == "content-type" }) {
            fields.append(("Content-Type", "application/x-www-form-urlencoded"))
        }
        return fields
    }

    /// The body, read from where the option says.
    func body() throws -> [UInt8] {
        guard let data else { return [] }
        guard data.first == "@" else { return Array(data.utf8) }
        let limit = 64 << 20
        if data == "@-" { return try StandardInput.read(limit: limit) }
        return try InputFile.read(String(data.dropFirst()), limit: limit)
    }

    /// The request as a verifier sees it.
    func received() throws -> ReceivedRequest {
        let fields = try fields()
        func values(_ name: String) -> [String] { fields.filter { $0.name.lowercased() == name }.map(\.value) }
        return ReceivedRequest(
            method: httpMethod, url: url, authorization: values("authorization"),
            contentType: values("content-type").first, body: try body())
    }
}

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
    func verifying(_ base: SignatureBaseString?) throws -> Credentials {
        let named = base?.protocolParameters.first("oauth_signature_method")
        return try Credentials(consumerKey: key ?? "", key: keys().key(for: method(named)))
    }

    private func keys() throws -> CredentialKeys {
        var keys = CredentialKeys(consumerSecret: consumerSecret, tokenSecret: tokenSecret)
        guard let keyFile else { return keys }
        let pem = String(decoding: try InputFile.read(keyFile, limit: 64 << 10), as: UTF8.self)
        if pem.contains("PRIVATE KEY-----") { keys.privateKeyPEM = pem } else { keys.publicKeyPEM = pem }
        return keys
    }
}

/// What of a signature can be chosen, for tests and for comparing.
struct OAuthSigningOptions: ParsableArguments {
    @Option(help: "The nonce; random if not given.")
    var nonce: String?

    @Option(help: "The timestamp in seconds since 1970; now if not given.")
    var timestamp: Int64?

    @Flag(help: "Sign a body that is no form by its hash (oauth_body_hash).")
    var bodyHash = false

    @Option(
        name: .customLong("parameter"),
        help: "A protocol parameter, \"name=value\": oauth_callback, oauth_verifier, extensions. May be repeated.")
    var parameters: [String] = []

    /// A signer for `credentials` with what was chosen.
    func signer(_ credentials: Credentials) -> Signer {
        let timestamp = timestamp
        let clock: UnixClock = { timestamp ?? SystemClock.unixSeconds() }
        guard let nonce else { return Signer(credentials: credentials, clock: clock) }
        return Signer(credentials: credentials, clock: clock, nonces: { () throws(CryptoError) in nonce })
    }

    /// The protocol parameters besides the signer's own.
    func protocolParameters() throws -> [Parameter] {
        try parameters.map { pair in
            guard let equals = pair.firstIndex(of: "=") else { throw ValidationError("\"\(pair)\" has no equals sign") }
            return Parameter(String(pair[..<equals]), String(pair[pair.index(after: equals)...]))
        }
    }
}
