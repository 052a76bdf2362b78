public import CryptoCore
internal import WebSyntax

/// The memory that a thread signs requests in, one after the other, without allocating.
///
/// Create one for each thread and reuse it. After signing it contains what was signed.
public struct SigningScratch: ~Copyable {
    var request = ParsedRequest()
    let workspace: HMACWorkspace
    /// The signature, then the value of the header.
    private var output = Buffer<UInt8>(capacity: 1024)
    private var signatureRange = 0..<0
    private var headerRange = 0..<0
    /// Where protocol parameters may stand besides those that the signer adds.
    private var place = ParameterSource.signer

    /// Creates empty memory.
    ///
    /// - Throws: ``/CryptoCore/CryptoError`` if OpenSSL fails.
    public init() throws(CryptoError) {
        workspace = try HMACWorkspace()
    }

    /// The value of `oauth_signature`, decoded: base64 text, or with PLAINTEXT the secrets.
    public var signature: Span<UInt8> {
        @_lifetime(borrow self) get { output.span(signatureRange) }
    }

    /// The value of the `Authorization` header.
    ///
    /// RFC 5849 section 3.5.1.
    public var authorization: Span<UInt8> {
        @_lifetime(borrow self) get { output.span(headerRange) }
    }

    /// The signature base string.
    ///
    /// RFC 5849 section 3.4.1.
    public var baseString: Span<UInt8> {
        @_lifetime(borrow self) get { request.baseString.span(0..<request.baseString.count) }
    }

    /// Begins a request with its method and URL, and adds the parameters of the query.
    ///
    /// - Parameter place: Where protocol parameters may stand besides those that the signer adds.
    mutating func begin(
        method: Span<UInt8>, url: Span<UInt8>, place: ParameterSource = .signer
    ) throws(OAuth1Error) {
        // If this request cannot be signed, the signature of the last one must not be taken for its own.
        request.reset()
        output.removeAll()
        (signatureRange, headerRange) = (0..<0, 0..<0)
        guard url.count <= ParsedRequest.maximumBytes, method.count <= ParsedRequest.maximumBytes else {
            throw .tooLarge(limit: ParsedRequest.maximumBytes)
        }
        self.place = place
        // Protocol parameters that are added come from another source than those in a signed URL or form.
        request.requiresOneSource = false
        try request.takeSendable(method: method, url: url)
        try addForm(request.url.query, from: .query)
    }

    /// Adds the parameters of an encoded form body.
    mutating func add(form: Span<UInt8>) throws(OAuth1Error) {
        guard form.count <= ParsedRequest.maximumBytes else { throw .tooLarge(limit: ParsedRequest.maximumBytes) }
        if !form.isEmpty { try addForm(request.take(form), from: .body) }
    }

    /// Adds a decoded parameter.
    mutating func add(name: Span<UInt8>, value: Span<UInt8>, from source: ParameterSource) throws(OAuth1Error) {
        try add(request.bytes.appendEncoded(name), request.bytes.appendEncoded(value), from: source)
    }

    /// Adds a protocol parameter whose value consists of unreserved characters.
    @inline(__always)
    mutating func add(_ field: ProtocolParameter, _ value: StaticString) throws(OAuth1Error) {
        request.bytes.reserve(64)
        let start = request.bytes.count
        request.bytes.append(value)
        try add(field, EncodedSlice(start..<request.bytes.count, isPercentEncoded: false))
    }

    /// Adds a protocol parameter with a decoded value.
    mutating func add(_ field: ProtocolParameter, _ value: Span<UInt8>) throws(OAuth1Error) {
        try add(field, request.bytes.appendEncoded(value))
    }

    /// Adds a protocol parameter whose value is a number; a negative one is zero.
    mutating func add(_ field: ProtocolParameter, _ value: Int64) throws(OAuth1Error) {
        let start = request.bytes.count
        request.bytes.append(decimal: UInt64(Swift.max(0, value)))
        try add(field, EncodedSlice(start..<request.bytes.count, isPercentEncoded: false))
    }

    private mutating func add(_ field: ProtocolParameter, _ value: EncodedSlice) throws(OAuth1Error) {
        guard request.positions[field] == nil else { throw .reservedParameter(name: "\(field.name)") }
        request.bytes.reserve(32)
        let start = request.bytes.count
        request.bytes.append(field.name)
        let name = EncodedSlice(start..<request.bytes.count, isPercentEncoded: false)
        do { try request.addProtocol(field, name, value, from: .signer) } catch { throw Self.signingError(error) }
    }

    private mutating func add(
        _ name: EncodedSlice, _ value: EncodedSlice, from source: ParameterSource
    ) throws(OAuth1Error) {
        do { try request.add(name, value, from: source) } catch { throw Self.signingError(error) }
        try checkPlace(of: source)
    }

    private mutating func addForm(_ form: Range<Int>, from source: ParameterSource) throws(OAuth1Error) {
        do { try request.addForm(form, from: source) } catch { throw Self.signingError(error) }
        try checkPlace(of: source)
    }

    /// Throws if the parameters of the last source have a protocol parameter that may not stand there.
    @inline(__always)
    private func checkPlace(of source: ParameterSource) throws(OAuth1Error) {
        guard request.positions.source == source, source != place, source != .signer else { return }
        if let error = SigningRule.misplacement(in: request, unlessIn: place) { throw error }
    }

    private static func signingError(_ error: VerificationError) -> OAuth1Error {
        switch error {
        case .malformed(let error): error
        case .duplicateParameter(let name): .reservedParameter(name: name)
        default: .malformed(reason: "\(error)")
        }
    }

    /// Returns the parameters that the signer added, decoded.
    func signerParameters() -> [Parameter] {
        var output: [Parameter] = []
        for index in 0..<request.parameters.count where request.parameters[index].source == .signer {
            let parameter = request.parameters[index]
            output.append(Parameter(request.bytes.text(parameter.name), request.bytes.text(parameter.value)))
        }
        return output
    }

    /// Normalizes the parameters, constructs the base string and signs it.
    mutating func finish(with credentials: Credentials) throws(OAuth1Error) {
        guard request.positions[.signature] == nil else { throw .reservedParameter(name: "oauth_signature") }
        do { try request.normalizeParameters() } catch { throw Self.signingError(error) }
        request.constructBaseString()
        guard credentials.storage.key.isAllowed(overTLS: request.isTLS) else { throw .plaintextWithoutTLS }
        do { try sign(with: credentials.storage.key) } catch { throw .crypto(error) }
        signatureRange = 0..<output.count
    }

    private mutating func sign(with key: PreparedKey) throws(CryptoError) {
        switch key {
        case .hmac(let key): try sign(with: key)
        case .rsa(let hash, _, let key): try sign(with: key, hash)
        case .plaintext(let secrets, _): append(secrets)
        }
    }

    private mutating func sign(with key: RSAPrivateKey?, _ hash: HashAlgorithm) throws(CryptoError) {
        guard let key else { throw PreparedKey.onlyPublic }
        let signature = try key.signature(for: baseString, using: hash)
        output.appendBase64(signature.span)
    }

    private mutating func append(_ secrets: SecretBytes) {
        secrets.withBytes { output.append(copying: $0) }
    }

    private mutating func sign(with key: HMACKey) throws(CryptoError) {
        var code: [64 of UInt8] = .init(repeating: 0)
        var span = code.mutableSpan
        try key.authenticationCode(for: baseString, into: &span, using: workspace)
        output.appendBase64(code.span.extracting(first: key.algorithm.digestCount))
    }

    /// Writes the value of the header.
    ///
    /// - Parameter realm: The element of the realm with its separator; empty if there is no realm.
    mutating func writeHeader(realm: Span<UInt8>) {
        let element = output.count
        output.append(copying: realm)
        let (start, realm) = (output.count, element..<output.count)
        let bound = request.bytes.count + request.parameters.count * 5 + output.count * 3 + 64
        output.reserve(bound)
        output.append("OAuth ")
        output.append(repeating: realm)
        output.write(upTo: bound) { output in
            for index in 0..<request.parameters.count {
                let parameter = request.parameters[index]
                guard parameter.source == .signer else { continue }
                output.append(parameter.name.range, of: request.bytes)
                output.append("=\"")
                output.append(parameter.value.range, of: request.bytes)
                output.append("\", ")
            }
        }
        output.reserve(signatureRange.count * 3 + 20)
        output.append("oauth_signature=\"")
        output.appendEncoded(signatureRange)
        output.reserve(1)
        output.append("\"")
        headerRange = start..<output.count
    }
}

extension SigningScratch: Scratch {
    var keptBytes: Int { request.capacity }
}
