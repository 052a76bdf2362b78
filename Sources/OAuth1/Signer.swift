internal import CryptoCore

/// Signs requests with HMAC-SHA1 (RFC 5849 sections 3.1 to 3.5).
///
/// Every call takes a fresh nonce and the current time: sign each attempt of a request anew.
public struct Signer: Sendable {
    /// Whose requests these are.
    public let credentials: Credentials
    private let clock: UnixClock
    private let nonces: NonceSource

    /// A signer for `credentials`; clock and nonces are replaceable for tests.
    public init(
        credentials: Credentials, clock: @escaping UnixClock = SystemClock.unixSeconds,
        nonces: @escaping NonceSource = RandomNonce.source
    ) {
        self.credentials = credentials
        self.clock = clock
        self.nonces = nonces
    }

    /// The value of the `Authorization` header (section 3.5.1).
    ///
    /// - Parameters:
    ///   - method: the HTTP method.
    ///   - url: the absolute URL exactly as it will be sent; the parameters of its query are signed.
    ///   - formParameters: the parameters of a form body, which must be sent as such.
    ///   - realm: sent in front, never signed.
    public func authorizationHeader(
        method: String, url: String, formParameters: [Parameter] = [], realm: String? = nil
    ) throws(OAuth1Error) -> String {
        let protocolParameters = try sign(method: method, url: url, parameters: formParameters)
        var elements: [String] = []
        if let realm { elements.append("realm=\"\(try Self.quoted(realm))\"") }
        for parameter in protocolParameters {
            elements.append("\(parameter.name)=\"\(PercentEncoding.encode(parameter.value))\"")
        }
        return "OAuth " + elements.joined(separator: ", ")
    }

    /// A URL that carries its signature in the query (section 3.5.3): `url` as given, then
    /// `parameters`, then the protocol parameters. Whoever holds it can use it.
    public func signedURL(
        method: String = "GET", url: String, parameters: [Parameter] = []
    ) throws(OAuth1Error) -> String {
        let signed = parameters + (try sign(method: method, url: url, parameters: parameters))
        guard !url.utf8.contains(UInt8(ascii: "#")) else { throw .invalidURL(reason: "it has a fragment") }
        let separator: String
        if !url.utf8.contains(UInt8(ascii: "?")) {
            separator = "?"
        } else {
            separator = url.hasSuffix("?") || url.hasSuffix("&") ? "" : "&"
        }
        return url + separator + FormEncoding.encode(signed)
    }

    /// A form body that carries its signature (section 3.5.2): `parameters`, then the protocol
    /// parameters. Send it as `application/x-www-form-urlencoded`.
    public func signedForm(
        method: String = "POST", url: String, parameters: [Parameter]
    ) throws(OAuth1Error) -> String {
        FormEncoding.encode(parameters + (try sign(method: method, url: url, parameters: parameters)))
    }

    /// The protocol parameters of section 3.1 with the signature last.
    private func sign(
        method: String, url: String, parameters: [Parameter]
    ) throws(OAuth1Error) -> [Parameter] {
        guard !method.isEmpty, method.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else { throw .invalidMethod }
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
            throw .invalidURL(reason: "it holds a space, a control character or a character outside ASCII; encode it")
        }
        let uri = try BaseStringURI(url)
        var protocolParameters: [Parameter]
        do {
            protocolParameters = [
                Parameter("oauth_nonce", try nonces()),
                Parameter("oauth_timestamp", String(clock())),
                Parameter("oauth_version", "1.0"),
                Parameter("oauth_signature_method", "HMAC-SHA1"),
                Parameter("oauth_consumer_key", credentials.consumerKey),
            ]
        } catch { throw .crypto(error) }
        if let token = credentials.token { protocolParameters.append(Parameter("oauth_token", token)) }

        var collected = EncodedParameters(limit: .max)
        try collected.append(form: uri.query, from: .query)
        for parameter in parameters {
            try collected.append(parameter.name.utf8, parameter.value.utf8, from: .body)
        }
        for name in protocolParameters.map(\.name) + ["oauth_signature"] {
            guard !collected.entries.contains(where: { collected.name(of: $0).elementsEqual(name.utf8) }) else {
                throw .reservedParameter(name: name)
            }
        }
        for parameter in protocolParameters {
            try collected.append(parameter.name.utf8, parameter.value.utf8, from: .header)
        }
        let baseString = SignatureBaseString.make(method: method, uri: uri, parameters: collected) { _ in true }
        do {
            let code = try credentials.key.authenticationCode(for: baseString)
            return protocolParameters + [Parameter("oauth_signature", Base64.encode(code))]
        } catch { throw .crypto(error) }
    }

    /// `realm` for a quoted string.
    private static func quoted(_ realm: String) throws(OAuth1Error) -> String {
        guard realm.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else { throw .invalidRealm }
        var output = ""
        for character in realm.unicodeScalars {
            if character == "\"" || character == "\\" { output.unicodeScalars.append("\\") }
            output.unicodeScalars.append(character)
        }
        return output
    }
}
