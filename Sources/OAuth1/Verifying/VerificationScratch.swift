public import CryptoCore

/// The memory that a thread verifies requests in, one after the other, without allocating.
///
/// Make one for each thread and keep it. After a verification it holds what that request said,
/// until the next one.
public struct VerificationScratch: ~Copyable {
    var request = ParsedRequest()
    let workspace: HMACWorkspace
    private var consumerKeyRange = 0..<0
    private var tokenRange = 0..<0
    private var nonceRange = 0..<0
    private var signatureRange = 0..<0
    /// The `oauth_timestamp`, seconds since 1970.
    public private(set) var timestamp: Int64 = 0

    /// Whether the request has a timestamp and a nonce; only PLAINTEXT may do without.
    private(set) var hasTimestamp = true
    /// Whether the body is the one that `oauth_body_hash` was made of, if there is one.
    private(set) var isBodyIntact = true
    /// The `oauth_signature_method`.
    public private(set) var signatureMethod = SignatureMethod.hmacSHA1

    /// Empty memory.
    public init() throws(CryptoError) {
        workspace = try HMACWorkspace()
    }

    /// The consumer key, decoded.
    public var consumerKey: Span<UInt8> {
        @_lifetime(borrow self) get { request.bytes.span(consumerKeyRange) }
    }

    /// The token, decoded; empty in a two-legged flow.
    public var token: Span<UInt8> {
        @_lifetime(borrow self) get { request.bytes.span(tokenRange) }
    }

    /// The nonce, decoded.
    public var nonce: Span<UInt8> {
        @_lifetime(borrow self) get { request.bytes.span(nonceRange) }
    }

    /// The signature base string (RFC 5849 section 3.4.1).
    public var baseString: Span<UInt8> {
        @_lifetime(borrow self) get { request.baseString.span(0..<request.baseString.count) }
    }

    /// The signature, decoded; empty when it was to be base64 and was none.
    var signature: Span<UInt8> {
        @_lifetime(borrow self) get { request.bytes.span(signatureRange) }
    }

    /// The parameters of header, query and form body in this order, decoded, without the
    /// protocol's own (`oauth_…`).
    public func parameters() -> [Parameter] { parameters(areProtocol: false) }

    /// The protocol's own parameters (`oauth_…`), decoded.
    public func protocolParameters() -> [Parameter] { parameters(areProtocol: true) }

    private func parameters(areProtocol: Bool) -> [Parameter] {
        var output: [Parameter] = []
        for index in 0..<request.parameters.count {
            let parameter = request.parameters[index]
            guard parameter.isProtocol == areProtocol, !parameter.isIgnored else { continue }
            output.append(Parameter(request.bytes.text(parameter.name), request.bytes.text(parameter.value)))
        }
        return output
    }

    /// Forgets the last request: whoever asks about one that is refused half-way must not be told
    /// of the one before, nor end up behind the bytes that there are.
    private mutating func forget() {
        request.reset()
        (consumerKeyRange, tokenRange, nonceRange, signatureRange) = (0..<0, 0..<0, 0..<0, 0..<0)
        timestamp = 0
        hasTimestamp = true
        isBodyIntact = false
    }

    /// Takes a request apart, up to its base string.
    /// - Parameter cache: will be asked for the request's credentials.
    @inline(__always)
    mutating func parse(
        method: Span<UInt8>, url: Span<UInt8>, authorization: Span<UInt8>, isForm: Bool, body: Span<UInt8>,
        rules: ReadingRules, anticipating cache: CredentialCache? = nil
    ) throws(VerificationError) {
        forget()
        let head = url.count + authorization.count
        guard head + body.count <= rules.maximumBytes, method.count <= rules.maximumBytes else {
            throw .malformed(.tooLarge(limit: rules.maximumBytes))
        }
        // Of the body only a form is copied.
        guard head + (isForm ? body.count : 0) <= ParsedRequest.maximumBytes, method.count <= ParsedRequest.maximumBytes
        else { throw .malformed(.tooLarge(limit: ParsedRequest.maximumBytes)) }
        request.maximumParameters = rules.maximumParameters
        do { try request.take(method: method, url: url) } catch { throw .malformed(error) }
        let header = request.take(authorization)
        if request.isOAuth(header) { try request.addHeader(header) }
        let expected = anticipate(cache)
        try request.addForm(request.url.query, from: .query)
        if isForm { try request.addForm(request.take(body), from: .body) }
        guard request.positions.source != nil else { throw .unsigned }
        if !rules.rereading.isEmpty { request.reread(rules.rereading) }
        try request.normalizeParameters()
        if let cache, let expected { cache.anticipate(expected) }
        request.constructBaseString()
        try readFields()
        try checkBodyHash(isForm: isForm, body: body, leniencies: rules.leniencies)
    }

    /// Tells `cache` whose credentials it will be asked for, if the header says so without escapes, as it
    /// almost always does.
    @inline(__always)
    private func anticipate(_ cache: CredentialCache?) -> Fingerprint? {
        guard let cache, let key = request.value(of: .consumerKey), !key.hasEscapes else { return nil }
        let token = request.value(of: .token)
        guard token?.hasEscapes != true else { return nil }
        return cache.anticipate(
            consumerKey: request.bytes.span(key.range), token: request.bytes.span(token?.range ?? 0..<0))
    }

    /// Whether the body is the one that was hashed, with the hash function of the signature method
    /// (the OAuth Request Body Hash extension); true when there is no hash.
    private mutating func checkBodyHash(
        isForm: Bool, body: Span<UInt8>, leniencies: Verifier.Leniencies
    ) throws(VerificationError) {
        isBodyIntact = true
        guard let value = request.value(of: .bodyHash) else { return }
        guard !isForm else { throw .bodyHashWithForm }
        let claimed = request.bytes.appendDecodedBase64(value.range) ?? 0..<0
        do {
            let isOldHash = leniencies.contains(.sha1BodyHash) && claimed.count == HashAlgorithm.sha1.digestCount
            let digest = try Digest.hash(body, using: isOldHash ? .sha1 : signatureMethod.hash)
            isBodyIntact = ConstantTime.areEqual(digest.span, request.bytes.span(claimed))
        } catch { throw .crypto(error) }
    }

    private mutating func readFields() throws(VerificationError) {
        signatureMethod = try readMethod(required(.signatureMethod).range)
        if let version = request.value(of: .version), !request.bytes.equals(version.range, "1.0") {
            throw .unsupportedVersion
        }
        consumerKeyRange = request.decoded(try required(.consumerKey))
        if let token = request.value(of: .token) { tokenRange = request.decoded(token) }
        guard signatureMethod != .plaintext else { return try readPlaintextFields() }
        nonceRange = request.decoded(try required(.nonce))
        timestamp = try readTimestamp(required(.timestamp).range)
        // What is no base64 is no signature either: let it fail the comparison like any other.
        signatureRange = request.bytes.appendDecodedBase64(try required(.signature).range) ?? 0..<0
    }

    /// With PLAINTEXT, nonce and timestamp may be left out, both or neither here (RFC 5849 section 3.1).
    private mutating func readPlaintextFields() throws(VerificationError) {
        hasTimestamp = request.value(of: .nonce) != nil || request.value(of: .timestamp) != nil
        if hasTimestamp {
            nonceRange = request.decoded(try required(.nonce))
            timestamp = try readTimestamp(required(.timestamp).range)
        }
        signatureRange = request.decoded(try required(.signature))
    }

    @inline(__always)
    private func required(_ field: ProtocolParameter) throws(VerificationError) -> EncodedSlice {
        guard let value = request.value(of: field), !value.isEmpty else {
            throw .missingParameter("\(field.name)")
        }
        return value
    }

    @inline(__always)
    private func readMethod(_ range: Range<Int>) throws(VerificationError) -> SignatureMethod {
        if request.bytes.equals(range, SignatureMethod.hmacSHA1.wireName) { return .hmacSHA1 }
        if request.bytes.equals(range, SignatureMethod.hmacSHA256.wireName) { return .hmacSHA256 }
        if request.bytes.equals(range, SignatureMethod.hmacSHA512.wireName) { return .hmacSHA512 }
        return try readRareMethod(range)
    }

    @inline(never)
    private func readRareMethod(_ range: Range<Int>) throws(VerificationError) -> SignatureMethod {
        for method in [SignatureMethod.plaintext, .rsaSHA1, .rsaSHA256, .rsaSHA512]
        where request.bytes.equals(range, method.wireName) { return method }
        throw .unsupportedSignatureMethod
    }

    /// A positive number without sign or leading zero (RFC 5849 section 3.3).
    @inline(__always)
    private func readTimestamp(_ range: Range<Int>) throws(VerificationError) -> Int64 {
        guard range.count <= 16, request.bytes[range.lowerBound] != UInt8(ascii: "0") else { throw .invalidTimestamp }
        var value: Int64 = 0
        for index in range {
            let digit = request.bytes[index] &- UInt8(ascii: "0")
            guard digit < 10 else { throw .invalidTimestamp }
            // Sixteen digits at most: no overflow.
            value = value &* 10 &+ Int64(digit)
        }
        guard value < 1 << 53 else { throw .invalidTimestamp }
        return value
    }
}

extension VerificationScratch: Scratch {
    var keptBytes: Int { request.capacity }
}
