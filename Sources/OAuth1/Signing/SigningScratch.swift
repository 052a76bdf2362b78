public import CryptoCore
internal import WebSyntax

/// The memory that a thread signs requests in, one after the other, without allocating.
///
/// Create one for each thread and reuse it. After signing it contains what was signed.
public struct SigningScratch: ~Copyable {
    var request = ParsedRequest()
    let workspace: HMACWorkspace
    /// The value of the header.
    private var output = Buffer<UInt8>(capacity: 1024)
    /// The signature, decoded, among the bytes of the request.
    private var signatureRange = 0..<0
    private var headerRange = 0..<0
    /// The signer's own protocol parameters as the header has them, among the bytes of the request.
    private var ownRange = 0..<0
    /// The number of these parameters, which precede all others.
    private var ownCount = 0
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
        @_lifetime(borrow self) get { request.bytes.span(signatureRange) }
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

    /// Begins a request with its method and URL, and adds the signer's own parameters and those of the query.
    ///
    /// - Parameters:
    ///   - fixed: The signer's parameters that are the same in each request.
    ///   - place: Where protocol parameters may stand besides those that the signer adds.
    mutating func begin(
        method: Span<UInt8>, url: Span<UInt8>, _ fixed: borrowing FixedParameters, nonce: Span<UInt8>,
        timestamp: Int64, place: ParameterSource = .signer
    ) throws(OAuth1Error) {
        // If this request cannot be signed, the signature of the last one must not be taken for its own.
        request.reset()
        output.removeAll()
        (signatureRange, headerRange, ownRange, ownCount) = (0..<0, 0..<0, 0..<0, 0)
        guard url.count <= ParsedRequest.maximumBytes, method.count <= ParsedRequest.maximumBytes else {
            throw .tooLarge(limit: ParsedRequest.maximumBytes)
        }
        self.place = place
        // Protocol parameters that are added come from another source than those in a signed URL or form.
        request.requiresOneSource = false
        try request.takeSendable(method: method, url: url)
        ownRange = request.addOwn(fixed, nonce: nonce, timestamp: timestamp)
        ownCount = request.parameters.count
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

    private mutating func add(
        _ name: EncodedSlice, _ value: EncodedSlice, from source: ParameterSource
    ) throws(OAuth1Error) {
        do { try request.add(name, value, from: source) } catch {
            throw Self.signingError(
                error, in: source, unlessIn: place, among: request.parameters, of: request.bytes, ownCount: ownCount)
        }
        try checkPlace(of: source)
    }

    private mutating func addForm(_ form: Range<Int>, from source: ParameterSource) throws(OAuth1Error) {
        do { try request.addForm(form, from: source) } catch {
            throw Self.signingError(
                error, in: source, unlessIn: place, among: request.parameters, of: request.bytes, ownCount: ownCount)
        }
        try checkPlace(of: source)
    }

    /// Throws if the parameters of the last source have a protocol parameter that may not stand there.
    @inline(__always)
    private func checkPlace(of source: ParameterSource) throws(OAuth1Error) {
        guard request.positions.source == source, source != place, source != .signer else { return }
        if let error = SigningRule.misplacement(among: request.parameters, of: request.bytes, unlessIn: place) {
            throw error
        }
    }

    /// Returns the error of a parameter that could not be added.
    ///
    /// One that the signer adds itself is misplaced in query or form, unless protocol parameters may stand there. Static,
    /// because a call on a borrowed scratch copies all of it.
    @inline(never)
    private static func signingError(
        _ error: VerificationError, in source: ParameterSource, unlessIn place: ParameterSource,
        among parameters: borrowing Buffer<EncodedParameter>, of bytes: borrowing Buffer<UInt8>, ownCount: Int
    ) -> OAuth1Error {
        guard case .duplicateParameter(let name) = error, source != place, source != .signer else {
            return signingError(error)
        }
        var isOwn = false
        for index in 0..<ownCount where bytes.text(parameters[index].name) == name { isOwn = true }
        guard isOwn else { return signingError(error) }
        return SigningRule.misplacement(among: parameters, of: bytes, unlessIn: place)
            ?? .misplacedParameter(name: name, source: SignatureBaseString.Source(source))
    }

    private static func signingError(_ error: VerificationError) -> OAuth1Error {
        switch error {
        case .malformed(let error): error
        case .duplicateParameter(let name): .reservedParameter(name: name)
        default: .malformed(reason: "\(error)")
        }
    }

    /// Returns the parameters that the signer added, decoded: those that a caller gave first.
    func signerParameters() -> [Parameter] {
        var output: [Parameter] = []
        let indices = Array(ownCount..<request.parameters.count) + Array(0..<ownCount)
        for index in indices where request.parameters[index].source == .signer {
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
        let start = request.bytes.count
        do { try sign(with: credentials.storage.key) } catch { throw .crypto(error) }
        signatureRange = start..<request.bytes.count
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
        request.bytes.appendBase64(signature.span)
    }

    private mutating func append(_ secrets: SecretBytes) {
        secrets.withBytes { request.bytes.append(copying: $0) }
    }

    private mutating func sign(with key: HMACKey) throws(CryptoError) {
        var code: [64 of UInt8] = .init(repeating: 0)
        var span = code.mutableSpan
        try key.authenticationCode(for: baseString, into: &span, using: workspace)
        request.bytes.appendBase64(code.span.extracting(first: key.algorithm.digestCount))
    }

    /// Writes the value of the header.
    ///
    /// - Parameter realm: The element of the realm with its separator; empty if there is no realm.
    mutating func writeHeader(realm: Span<UInt8>) {
        output.append(copying: realm)
        let (start, realm) = (output.count, 0..<output.count)
        output.reserve(6 + realm.count)
        output.append("OAuth ")
        output.append(repeating: realm)
        // Every part is a slice of `bytes` of its own, and a byte of the signature becomes three at most.
        let bound = request.bytes.count + signatureRange.count * 2 + request.parameters.count * 5 + 32
        output.write(upTo: bound) { output in
            for index in ownCount..<request.parameters.count {
                let parameter = request.parameters[index]
                guard parameter.source == .signer else { continue }
                output.append(parameter.name.range, of: request.bytes)
                output.append("=\"")
                output.append(parameter.value.range, of: request.bytes)
                output.append("\", ")
            }
            output.append(ownRange, of: request.bytes)
            output.append("oauth_signature=\"")
            output.append(encoding: signatureRange, of: request.bytes)
            output.append("\"")
        }
        headerRange = start..<output.count
    }
}

extension SigningScratch: Scratch {
    var keptBytes: Int { request.capacity }
}
