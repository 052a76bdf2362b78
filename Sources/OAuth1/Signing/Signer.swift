internal import CryptoCore

/// A signer of requests.
///
/// Every call takes a new nonce and the current time: sign each attempt of a request again.
///
/// RFC 5849 sections 3.1 to 3.5.
public struct Signer: Sendable {
    /// A request to sign.
    private struct Request {
        var method: String
        var url: String
        /// Where protocol parameters may stand besides those that the signer adds.
        var place = ParameterSource.signer
        /// Parameters of a form body, or of the query in addition to those in the URL.
        var parameters: [Parameter] = []
        /// A form body as it will be sent, instead of its parameters.
        var form: [UInt8] = []
        var protocolParameters: [Parameter] = []
    }

    /// The credentials that requests are signed with.
    public let credentials: Credentials
    let clock: UnixClock
    let nonces: NonceSource
    private let scratches = ScratchPool<SigningScratch>()

    /// Creates a signer.
    ///
    /// - Parameters:
    ///   - credentials: The credentials that requests are signed with.
    ///   - clock: The time that is sent as `oauth_timestamp`.
    ///   - nonces: Returns a nonce for each request; see ``RandomNonce/source(length:alphabet:)`` for services that limit
    ///     them.
    public init(
        credentials: Credentials, clock: @escaping UnixClock = SystemClock.unixSeconds,
        nonces: @escaping NonceSource = RandomNonce.source
    ) {
        self.credentials = credentials
        self.clock = clock
        self.nonces = nonces
    }

    /// Returns the value of the `Authorization` header.
    ///
    /// RFC 5849 section 3.5.1.
    ///
    /// - Parameters:
    ///   - method: The HTTP method.
    ///   - url: The absolute URL exactly as it will be sent; the parameters of its query are signed.
    ///   - formParameters: The parameters of a form body, which must be sent as a form.
    ///   - protocolParameters: Further parameters to sign and send in the header: `oauth_callback`, `oauth_verifier`, or
    ///     extensions that a service requires.
    ///   - realm: The realm, which is sent first and not signed.
    /// - Throws: ``OAuth1Error`` if the request cannot be signed.
    public func authorizationHeader(
        method: String, url: String, formParameters: [Parameter] = [], protocolParameters: [Parameter] = [],
        realm: String? = nil
    ) throws(OAuth1Error) -> String {
        try header(
            Request(method: method, url: url, parameters: formParameters, protocolParameters: protocolParameters),
            realm)
    }

    /// Returns the value of the `Authorization` header for a request whose body is not a form, but signed by its hash.
    ///
    /// The `oauth_body_hash` is made with the hash function of the signature method. The OAuth Request Body Hash
    /// extension.
    ///
    /// - Parameters:
    ///   - method: The HTTP method.
    ///   - url: The absolute URL exactly as it will be sent.
    ///   - body: The body exactly as it will be sent, empty if there is none.
    ///   - protocolParameters: Further parameters to sign and send in the header.
    ///   - realm: The realm, which is sent first and not signed.
    /// - Throws: ``OAuth1Error`` if the request cannot be signed.
    public func authorizationHeader(
        method: String, url: String, hashing body: [UInt8], protocolParameters: [Parameter] = [], realm: String? = nil
    ) throws(OAuth1Error) -> String {
        var request = Request(method: method, url: url, protocolParameters: protocolParameters)
        do {
            let hash = Base64.encode(try Digest.hash(body, using: credentials.signatureMethod.hash))
            request.protocolParameters.append(Parameter("oauth_body_hash", hash))
        } catch { throw .crypto(error) }
        return try header(request, realm)
    }

    /// Returns the value of the header for a form body given as it will be sent.
    func authorizationHeader(
        method: String, url: String, form: [UInt8], protocolParameters: [Parameter], realm: String?
    ) throws(OAuth1Error) -> String {
        try header(Request(method: method, url: url, form: form, protocolParameters: protocolParameters), realm)
    }

    /// Signs a request given as bytes, in the memory of a scratch and without allocating.
    ///
    /// Afterwards ``SigningScratch/authorization`` is the header to send.
    ///
    /// - Parameters:
    ///   - method: The HTTP method.
    ///   - url: The absolute URL exactly as it will be sent.
    ///   - form: The body exactly as it will be sent, if it is a form; otherwise empty.
    ///   - nonce: A nonce that was not used before with this timestamp.
    ///   - timestamp: The time in seconds since 1970.
    ///   - scratch: Memory of the calling thread.
    /// - Throws: ``OAuth1Error`` if the request cannot be signed.
    public func sign(
        method: Span<UInt8>, url: Span<UInt8>, form: Span<UInt8>, nonce: Span<UInt8>, timestamp: Int64,
        using scratch: inout SigningScratch
    ) throws(OAuth1Error) {
        try scratch.begin(
            method: method, url: url, credentials.storage.signedParameters, nonce: nonce, timestamp: timestamp)
        try scratch.add(form: form)
        try scratch.finish(with: credentials)
        scratch.writeHeader(realm: Span())
    }

    /// Returns a URL with its signature in the query: `url` as given, then `parameters`, then the protocol parameters.
    ///
    /// Anybody who has the URL can use it. RFC 5849 section 3.5.3.
    ///
    /// - Throws: ``OAuth1Error`` if the request cannot be signed.
    public func signedURL(
        method: String = "GET", url: String, parameters: [Parameter] = [], protocolParameters: [Parameter] = []
    ) throws(OAuth1Error) -> String {
        let signed = try signedParameters(
            Request(
                method: method, url: url, place: .query, parameters: parameters, protocolParameters: protocolParameters)
        )
        guard !url.utf8.contains(UInt8(ascii: "#")) else { throw .invalidURL(reason: "it has a fragment") }
        return FormEncoding.append(signed, to: url)
    }

    /// Returns a form body with its signature: `parameters`, then the protocol parameters.
    ///
    /// Send it as `application/x-www-form-urlencoded`. RFC 5849 section 3.5.2.
    ///
    /// - Throws: ``OAuth1Error`` if the request cannot be signed.
    public func signedForm(
        method: String = "POST", url: String, parameters: [Parameter], protocolParameters: [Parameter] = []
    ) throws(OAuth1Error) -> String {
        FormEncoding.encode(
            try signedParameters(
                Request(
                    method: method, url: url, place: .body, parameters: parameters,
                    protocolParameters: protocolParameters)))
    }

    private func header(_ request: Request, _ realm: String?) throws(OAuth1Error) -> String {
        let element = try realm.map { realm throws(OAuth1Error) in try Realm.element(realm) + ", " } ?? ""
        try Realm.check(request.protocolParameters)
        return try withScratch { scratch throws(OAuth1Error) in
            try sign(request, using: &scratch)
            let element = element.utf8
            scratch.writeHeader(realm: element.span)
            return String(copying: scratch.authorization)
        }
    }

    /// Returns the parameters of the request, then the protocol parameters, the signature last.
    private func signedParameters(_ request: Request) throws(OAuth1Error) -> [Parameter] {
        try withScratch { scratch throws(OAuth1Error) in
            try sign(request, using: &scratch)
            let signature = Parameter("oauth_signature", String(copying: scratch.signature))
            return request.parameters + scratch.signerParameters() + [signature]
        }
    }

    private func sign(_ request: Request, using scratch: inout SigningScratch) throws(OAuth1Error) {
        let nonce: String
        do { nonce = try nonces() } catch { throw .crypto(error) }
        let (method, url, nonceBytes) = (request.method.utf8, request.url.utf8, nonce.utf8)
        try scratch.begin(
            method: method.span, url: url.span, credentials.storage.signedParameters, nonce: nonceBytes.span,
            timestamp: clock(), place: request.place)
        for parameter in request.parameters {
            let (name, value) = (parameter.name.utf8, parameter.value.utf8)
            try scratch.add(name: name.span, value: value.span, from: request.place == .query ? .query : .body)
        }
        try scratch.add(form: request.form.span)
        for parameter in request.protocolParameters {
            let (name, value) = (parameter.name.utf8, parameter.value.utf8)
            try scratch.add(name: name.span, value: value.span, from: .signer)
        }
        try scratch.finish(with: credentials)
    }

    /// Calls `body` with a scratch that is not in use.
    private func withScratch<Result>(
        _ body: (inout SigningScratch) throws(OAuth1Error) -> Result
    ) throws(OAuth1Error) -> Result {
        let box: ScratchPool<SigningScratch>.Box
        do { box = try scratches.take() } catch { throw .crypto(error) }
        defer { scratches.giveBack(box) }
        return try body(&box.scratch)
    }
}
