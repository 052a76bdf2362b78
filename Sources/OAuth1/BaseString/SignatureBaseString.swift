/// A request as its signature covers it (RFC 5849 section 3.4.1), step by step: for tools that show
/// what was signed, and for comparing with another implementation.
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
    }

    /// One parameter that is signed.
    public struct SignedParameter: Sendable, Hashable {
        /// Where it was found.
        public let source: Source
        /// The name, encoded as in the normalised parameters.
        public let encodedName: String
        /// The value, encoded likewise.
        public let encodedValue: String
        /// Its place among the parameters as the request has them.
        let position: Int
    }

    /// The method in upper case.
    public let method: String
    /// The base string URI (section 3.4.1.2).
    public let uri: String
    /// The parameters in the order in which they are signed (section 3.4.1.3.2).
    public let parameters: [SignedParameter]
    /// The base string itself: ASCII, since everything in it is encoded.
    public let baseString: String
    /// The protocol's parameters (`oauth_…`) wherever they were found, decoded, in the order of the
    /// request, then the added ones.
    public let protocolParameters: [Parameter]

    /// Takes a request apart.
    ///
    /// Lenient where that cannot matter to what is signed: the protocol's parameters may be missing
    /// or spread over several places.
    /// - Parameters:
    ///   - request: the request, with or without protocol parameters.
    ///   - added: protocol parameters to sign besides, each unless the request has it already.
    /// - Throws: ``OAuth1Error`` when the request cannot be parsed.
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

    private init(_ parts: borrowing ParsedRequest) {
        let whole = String(copying: parts.baseString.span(0..<parts.baseString.count))
        let pieces = whole.split(separator: "&", omittingEmptySubsequences: false).map {
            String(decoding: PercentEncoding.decode(String($0)) ?? [], as: UTF8.self)
        }
        method = pieces[0]
        uri = pieces[1]
        baseString = whole
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
    fileprivate init(_ source: ParameterSource) {
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
    /// What a parser says of a request, where nothing is verified.
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
    /// Takes method, URL, header and form in.
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

    fileprivate mutating func addMissing(_ parameter: Parameter) throws(VerificationError) {
        let (name, value) = (parameter.name.utf8, parameter.value.utf8)
        if let field = ProtocolParameter.allCases.first(where: { "\($0.name)" == parameter.name }),
            positions[field] != nil
        {
            return
        }
        try add(bytes.appendEncoded(name.span), bytes.appendEncoded(value.span), from: .signer)
    }
}
