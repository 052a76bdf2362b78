public import CryptoCore

/// The memory that a thread verifies requests in, one after the other, without allocating.
///
/// Create one for each thread and reuse it. After a verification it contains what that request said.
public struct VerificationScratch: ~Copyable {
    /// The `oauth_timestamp`, in seconds since 1970.
    public private(set) var timestamp: Int64 = 0
    /// The `oauth_signature_method`.
    public private(set) var signatureMethod = SignatureMethod.hmacSHA1
    /// Whether the signature covers the body: it is empty, a form, or matches the `oauth_body_hash`.
    ///
    /// ``VerifiedRequest/coversBody`` says more.
    public private(set) var coversBody = false

    var request = ParsedRequest()
    let workspace: HMACWorkspace
    /// The credentials of the request, while it is verified.
    var found = FoundCredentials()
    /// Whether the request was parsed a second time, in another reading that the leniencies permit.
    private(set) var isReread = false
    /// Whether the request has a timestamp and a nonce; only with PLAINTEXT they may be missing.
    private(set) var hasTimestamp = true
    /// Whether the body matches the `oauth_body_hash`, if there is one.
    private(set) var isBodyIntact = true
    /// Whether the body is empty, a form, or has an `oauth_body_hash`.
    private(set) var isBodyFormOrHashed = false
    private var consumerKeyRange = 0..<0
    private var tokenRange = 0..<0
    private var nonceRange = 0..<0
    private var signatureRange = 0..<0

    /// Creates empty memory.
    ///
    /// - Throws: ``/CryptoCore/CryptoError`` if OpenSSL fails.
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

    /// The signature base string; empty if the request could not be parsed.
    ///
    /// RFC 5849 section 3.4.1.
    public var baseString: Span<UInt8> {
        @_lifetime(borrow self) get { request.baseString.span(0..<request.baseString.count) }
    }

    /// The signature, decoded; empty if it is malformed base64.
    var signature: Span<UInt8> {
        @_lifetime(borrow self) get { request.bytes.span(signatureRange) }
    }

    /// Looks up the credentials of the request.
    @inline(__always)
    mutating func look(
        _ find: (_ consumerKey: Span<UInt8>, _ token: Span<UInt8>, _ found: inout FoundCredentials) -> Void
    ) {
        Self.look(request, consumerKeyRange, tokenRange, &found, find)
    }

    @inline(__always)
    private static func look(
        _ request: borrowing ParsedRequest, _ consumerKey: Range<Int>, _ token: Range<Int>,
        _ found: inout FoundCredentials,
        _ find: (_ consumerKey: Span<UInt8>, _ token: Span<UInt8>, _ found: inout FoundCredentials) -> Void
    ) {
        find(request.bytes.span(consumerKey), request.bytes.span(token), &found)
    }

    /// Returns the parameters of header, query and form body in this order, decoded, without the protocol parameters.
    public func parameters() -> [Parameter] { parameters(areProtocol: false) }

    /// Returns the protocol parameters (`oauth_…`), decoded.
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

    /// Removes everything of the last request, so that a request that is refused half-way says nothing of it.
    private mutating func reset() {
        request.reset()
        (consumerKeyRange, tokenRange, nonceRange, signatureRange) = (0..<0, 0..<0, 0..<0, 0..<0)
        timestamp = 0
        isReread = false
        hasTimestamp = true
        isBodyIntact = false
        isBodyFormOrHashed = false
        coversBody = false
    }

    /// Parses a request, up to its base string.
    @inline(never)
    mutating func parse(_ received: borrowing BorrowedRequest, _ rules: ReadingRules) throws(VerificationError) {
        try parse(received, rules, prefetch: { _, _ in }, continuePrefetch: {})
    }

    /// Parses a request, up to its base string.
    ///
    /// - Parameters:
    ///   - prefetch: Called with consumer key and token as soon as they are known.
    ///   - continuePrefetch: Called before the base string is constructed.
    @inline(__always)
    mutating func parse(
        _ received: borrowing BorrowedRequest, _ rules: ReadingRules,
        prefetch: (_ consumerKey: Span<UInt8>, _ token: Span<UInt8>) -> Void, continuePrefetch: () -> Void
    ) throws(VerificationError) {
        reset()
        try Self.checkSize(received, rules)
        request.maximumParameters = rules.maximumParameters
        do { try request.take(method: received.method, url: received.url) } catch { throw .malformed(error) }
        let header = request.take(received.authorization)
        if request.isOAuth(header) { try request.addHeader(header) }
        prefetchCredentials(prefetch)
        try request.addForm(request.url.query, from: .query)
        if received.isForm { try request.addForm(request.take(received.body), from: .body) }
        guard request.positions.source != nil else { throw .unsigned }
        if !rules.reading.isEmpty {
            isReread = true
            request.reread(rules.reading)
        }
        try request.normalizeParameters()
        continuePrefetch()
        request.constructBaseString()
        try parseFields()
        try checkBody(isForm: received.isForm, body: received.body, leniencies: rules.leniencies)
    }

    @inline(__always)
    private static func checkSize(
        _ received: borrowing BorrowedRequest, _ rules: ReadingRules
    ) throws(VerificationError) {
        let head = received.url.count + received.authorization.count
        guard head + received.body.count <= rules.maximumBytes, received.method.count <= rules.maximumBytes else {
            throw .malformed(.tooLarge(limit: rules.maximumBytes))
        }
        // Of the body, only a form is copied.
        let copied = head + (received.isForm ? received.body.count : 0)
        guard copied <= ParsedRequest.maximumBytes, received.method.count <= ParsedRequest.maximumBytes else {
            throw .malformed(.tooLarge(limit: ParsedRequest.maximumBytes))
        }
    }

    /// Prefetches the credentials if consumer key and token are in the header without percent-encoding, as almost always.
    @inline(__always)
    private func prefetchCredentials(_ prefetch: (_ consumerKey: Span<UInt8>, _ token: Span<UInt8>) -> Void) {
        guard let key = request.value(of: .consumerKey), !key.isPercentEncoded else { return }
        let token = request.value(of: .token)
        guard token?.isPercentEncoded != true else { return }
        prefetch(request.bytes.span(key.range), request.bytes.span(token?.range ?? 0..<0))
    }

    /// Finds out what of the body is signed.
    private mutating func checkBody(
        isForm: Bool, body: Span<UInt8>, leniencies: Verifier.Leniencies
    ) throws(VerificationError) {
        isBodyIntact = true
        isBodyFormOrHashed = isForm || body.isEmpty
        if let hash = request.value(of: .bodyHash) {
            guard !isForm else { throw .bodyHashWithForm }
            isBodyIntact = try isHash(hash, of: body, leniencies)
            isBodyFormOrHashed = true
        }
        coversBody = isBodyIntact && isBodyFormOrHashed && (signatureMethod != .plaintext || body.isEmpty)
    }

    /// Returns whether a value is the hash of the body, with the hash function of the signature method.
    ///
    /// The OAuth Request Body Hash extension.
    private mutating func isHash(
        _ value: EncodedSlice, of body: Span<UInt8>, _ leniencies: Verifier.Leniencies
    ) throws(VerificationError) -> Bool {
        let claimed = request.bytes.appendDecodedBase64(value.range) ?? 0..<0
        do {
            let isSHA1 = leniencies.contains(.sha1BodyHash) && claimed.count == HashAlgorithm.sha1.digestCount
            let digest = try Digest.hash(body, using: isSHA1 ? .sha1 : signatureMethod.hash)
            return ConstantTime.areEqual(digest.span, request.bytes.span(claimed))
        } catch { throw .crypto(error) }
    }

    private mutating func parseFields() throws(VerificationError) {
        signatureMethod = try Self.parseMethod(required(.signatureMethod).range, of: request.bytes)
        if let version = request.value(of: .version), !request.bytes.equals(version.range, "1.0") {
            throw .unsupportedVersion
        }
        consumerKeyRange = request.decoded(try required(.consumerKey))
        if let token = request.value(of: .token) { tokenRange = request.decoded(token) }
        guard signatureMethod != .plaintext else { return try parsePlaintextFields() }
        nonceRange = request.decoded(try required(.nonce))
        timestamp = try parseTimestamp(required(.timestamp).range)
        // Malformed base64 fails the comparison like any other signature.
        signatureRange = request.bytes.appendDecodedBase64(try required(.signature).range) ?? 0..<0
    }

    /// Parses a request with PLAINTEXT, in which both nonce and timestamp may be missing.
    ///
    /// RFC 5849 section 3.1.
    private mutating func parsePlaintextFields() throws(VerificationError) {
        hasTimestamp = request.value(of: .nonce) != nil || request.value(of: .timestamp) != nil
        if hasTimestamp {
            nonceRange = request.decoded(try required(.nonce))
            timestamp = try parseTimestamp(required(.timestamp).range)
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

    // Static, because a call on a borrowed scratch copies all of it.
    @inline(__always)
    private static func parseMethod(
        _ range: Range<Int>, of bytes: borrowing Buffer<UInt8>
    ) throws(VerificationError) -> SignatureMethod {
        if bytes.equals(range, SignatureMethod.hmacSHA1.wireName) { return .hmacSHA1 }
        if bytes.equals(range, SignatureMethod.hmacSHA256.wireName) { return .hmacSHA256 }
        if bytes.equals(range, SignatureMethod.hmacSHA512.wireName) { return .hmacSHA512 }
        return try parseRareMethod(range, of: bytes)
    }

    @inline(never)
    private static func parseRareMethod(
        _ range: Range<Int>, of bytes: borrowing Buffer<UInt8>
    ) throws(VerificationError) -> SignatureMethod {
        for method in [SignatureMethod.plaintext, .rsaSHA1, .rsaSHA256, .rsaSHA512]
        where bytes.equals(range, method.wireName) { return method }
        throw .unsupportedSignatureMethod
    }

    /// Parses a positive number without a sign or a leading zero.
    ///
    /// RFC 5849 section 3.3.
    @inline(__always)
    private func parseTimestamp(_ range: Range<Int>) throws(VerificationError) -> Int64 {
        guard range.count <= 16, request.bytes[range.lowerBound] != UInt8(ascii: "0") else { throw .invalidTimestamp }
        var value: Int64 = 0
        for index in range {
            let digit = request.bytes[index] &- UInt8(ascii: "0")
            guard digit < 10 else { throw .invalidTimestamp }
            // At most sixteen digits cannot overflow.
            value = value &* 10 &+ Int64(digit)
        }
        guard value < 1 << 53 else { throw .invalidTimestamp }
        return value
    }
}

extension VerificationScratch: Scratch {
    var keptBytes: Int { request.capacity }
}
