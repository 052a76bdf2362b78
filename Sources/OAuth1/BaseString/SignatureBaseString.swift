/// The signature base string of a request with its parts, for tools that show what was signed or compare it with another
/// implementation.
///
/// RFC 5849 section 3.4.1.
public struct SignatureBaseString: Sendable, Hashable {
    /// Where a parameter was found.
    public enum Source: Sendable, Hashable {
        /// The `Authorization` header.
        case header
        /// The URL's query.
        case query
        /// The form body.
        case body
        /// Added by the caller.
        case added

        /// The name, for the message of an error.
        var name: String {
            switch self {
            case .header: "Authorization header"
            case .query: "query of the URL"
            case .body: "form"
            case .added: "added parameters"
            }
        }
    }

    /// A parameter that is signed.
    public struct SignedParameter: Sendable, Hashable {
        /// Where the parameter was found.
        public let source: Source
        /// The name, percent-encoded as in the normalized parameters.
        public let encodedName: String
        /// The value, percent-encoded as in the normalized parameters.
        public let encodedValue: String
        /// The index among the parameters as the request has them.
        let position: Int
    }

    /// The method in upper case.
    public let method: String
    /// The base string URI. RFC 5849 section 3.4.1.2.
    public let uri: String
    /// The parameters in the order in which they are signed. RFC 5849 section 3.4.1.3.2.
    public let parameters: [SignedParameter]
    /// The base string itself, which is ASCII. RFC 5849 section 3.4.1.1.
    public let text: String
    /// The protocol parameters (`oauth_…`) of all parameter sources, decoded, in the order of the request, then the added
    /// ones.
    public let protocolParameters: [Parameter]
    /// The realm in the `Authorization` header, which is not signed; `nil` if there is none.
    public let realm: String?

    /// Creates the base string of a request as a server received it.
    ///
    /// Protocol parameters may be missing, or come from several parameter sources.
    ///
    /// - Parameters:
    ///   - request: The request, with or without protocol parameters.
    ///   - added: Protocol parameters to sign in addition, except those that the request has.
    /// - Throws: ``OAuth1Error`` if the request cannot be parsed.
    public init(_ request: ReceivedRequest, adding added: [Parameter] = []) throws(OAuth1Error) {
        var parts = ParsedRequest()
        parts.requiresOneSource = false
        do {
            try parts.take(request)
            for parameter in added { try parts.addMissing(parameter) }
            try parts.normalizeParameters()
        } catch { throw OAuth1Error(parsing: error) }
        parts.constructBaseString()
        self.init(parts)
    }

    /// Creates the base string of a request to sign.
    ///
    /// - Parameters:
    ///   - request: The request, with or without protocol parameters.
    ///   - added: Protocol parameters to sign in addition.
    ///   - place: Where the protocol parameters of the request must stand.
    /// - Throws: ``OAuth1Error`` if the request cannot be signed; see ``SigningRule``.
    init(
        signing request: ReceivedRequest, adding added: [Parameter], in place: ParameterSource
    ) throws(OAuth1Error) {
        try SigningRule.check(method: request.method, url: request.url)
        var parts = ParsedRequest()
        parts.requiresOneSource = false
        do {
            try parts.take(request)
            for parameter in added { try parts.addDecoded(parameter) }
            try parts.normalizeParameters()
        } catch {
            if case .duplicateParameter(let name) = error { throw .reservedParameter(name: name) }
            throw OAuth1Error(parsing: error)
        }
        if let error = SigningRule.misplacement(among: parts.parameters, of: parts.bytes, unlessIn: place) {
            throw error
        }
        parts.constructBaseString()
        self.init(parts)
    }

    private init(_ parts: borrowing ParsedRequest) {
        realm = parts.realm.map { String(copying: parts.bytes.span($0)) }
        let whole = String(copying: parts.baseString.span(0..<parts.baseString.count))
        let pieces = whole.utf8.split(separator: UInt8(ascii: "&"), maxSplits: 2, omittingEmptySubsequences: false)
            .prefix(2).map { String(decoding: PercentEncoding.decode(Array($0)[...]) ?? [], as: UTF8.self) }
        method = pieces[0]
        uri = pieces[1]
        text = whole
        parameters = (0..<parts.order.count).map { position in
            let parameter = parts.parameters[Int(parts.order[position].index)]
            return SignedParameter(
                source: Source(parameter.source),
                encodedName: String(copying: parts.bytes.span(parameter.name.range)),
                encodedValue: String(copying: parts.bytes.span(parameter.value.range)),
                position: Int(parts.order[position].index))
        }
        protocolParameters = (0..<parts.parameters.count).compactMap { index in
            let parameter = parts.parameters[index]
            guard parameter.isProtocol else { return nil }
            return Parameter(parts.bytes.text(parameter.name), parts.bytes.text(parameter.value))
        }
    }
}

extension SignatureBaseString.Source {
    init(_ source: ParameterSource) {
        self =
            switch source {
            case .header: .header
            case .query: .query
            case .body: .body
            case .signer: .added
            }
    }
}

extension OAuth1Error {
    /// Creates the error of a request that is parsed, but not verified.
    fileprivate init(parsing error: VerificationError) {
        self =
            switch error {
            case .malformed(let error): error
            case .duplicateParameter(let name): .malformed(reason: "\(name) occurs twice")
            default: .malformed(reason: "\(error)")
            }
    }
}

extension ParsedRequest {
    /// Copies and parses method, URL, headers and form.
    fileprivate mutating func take(_ request: ReceivedRequest) throws(VerificationError) {
        let (method, url) = (request.method.utf8, request.url.utf8)
        guard !method.isEmpty else { throw .malformed(.invalidMethod) }
        let headers = request.authorization.reduce(0) { $0 + $1.utf8.count }
        let form = request.hasFormBody ? request.body.count : 0
        guard url.count + headers + form <= Self.maximumBytes, method.count <= Self.maximumBytes else {
            throw .malformed(.tooLarge(limit: Self.maximumBytes))
        }
        do { try take(method: method.span, url: url.span) } catch { throw .malformed(error) }
        for value in request.authorization {
            let value = value.utf8
            let header = take(value.span)
            if isOAuth(header) { try addHeader(header) }
        }
        try addForm(self.url.query, from: .query)
        if request.hasFormBody { try addForm(take(request.body.span), from: .body) }
    }

    /// Adds a protocol parameter unless the request has it.
    fileprivate mutating func addMissing(_ parameter: Parameter) throws(VerificationError) {
        if let field = ProtocolParameter.allCases.first(where: { "\($0.name)" == parameter.name }),
            positions[field] != nil
        {
            return
        }
        try addDecoded(parameter)
    }

    /// Adds a decoded protocol parameter.
    fileprivate mutating func addDecoded(_ parameter: Parameter) throws(VerificationError) {
        let (name, value) = (parameter.name.utf8, parameter.value.utf8)
        try add(bytes.appendEncoded(name.span), bytes.appendEncoded(value.span), from: .signer)
    }
}
