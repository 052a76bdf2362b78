/// The protocol parameters that a signer adds.
///
/// RFC 5849 section 3.1.
extension ParsedRequest {
    /// Adds the protocol parameters of a signer, the first ones of the request, and returns their text as it stands in the
    /// `Authorization` header, each with a comma behind it.
    ///
    /// The parameters are slices of that text, so that nothing is copied twice, and their order is known.
    @inline(__always)
    mutating func addOwn(_ fixed: borrowing FixedParameters, nonce: Span<UInt8>, timestamp: Int64) -> Range<Int> {
        precondition(parameters.count == 0 && order.count == 0)
        bytes.reserve(64)
        let start = bytes.count
        bytes.append("oauth_nonce=\"")
        let nonce = bytes.appendContiguouslyEncoded(nonce)
        bytes.reserve(64)
        bytes.append("\", oauth_timestamp=\"")
        let digits = bytes.count
        bytes.append(decimal: UInt64(Swift.max(0, timestamp)))
        let timestamp = EncodedSlice(digits..<bytes.count, isPercentEncoded: false)
        let base = bytes.count
        bytes.append(fixed.text)

        parameters.reserve(6)
        addOwn(.nonce, nonce)
        addOwn(.timestamp, timestamp)
        addOwn(.version, fixed.version.moved(by: base))
        addOwn(.signatureMethod, fixed.method.moved(by: base))
        addOwn(.consumerKey, fixed.consumerKey.moved(by: base))
        if let token = fixed.token { addOwn(.token, token.moved(by: base)) }
        positions.source = .signer

        order.reserve(6)
        signOwn(ByteWord.bigEndian("oauth_co"), 4)
        signOwn(ByteWord.bigEndian("oauth_no"), 0)
        signOwn(ByteWord.bigEndian("oauth_si"), 3)
        signOwn(ByteWord.bigEndian("oauth_ti"), 1)
        if fixed.token != nil { signOwn(ByteWord.bigEndian("oauth_to"), 5) }
        signOwn(ByteWord.bigEndian("oauth_ve"), 2)
        return start..<bytes.count
    }

    /// Adds a parameter whose name, equals sign and quote precede its value.
    @inline(__always)
    private mutating func addOwn(_ field: ProtocolParameter, _ value: EncodedSlice) {
        let end = value.range.lowerBound &- 2
        let name = EncodedSlice(end &- field.name.utf8CodeUnitCount..<end, isPercentEncoded: false)
        positions[field] = parameters.count
        parameters.append(EncodedParameter(name: name, value: value, source: .signer, isProtocol: true))
    }

    @inline(__always)
    private mutating func signOwn(_ prefix: UInt64, _ index: UInt32) {
        order.append(SortKey(prefix: prefix, index: index))
    }
}

extension Buffer where Element == UInt8 {
    /// Appends `bytes`, percent-encoded and without anything between, and reserves capacity for them.
    @inline(__always)
    fileprivate mutating func appendContiguouslyEncoded(_ bytes: Span<UInt8>) -> EncodedSlice {
        let start = count
        append(copying: bytes)
        let isPercentEncoded = firstReserved(from: start, to: count) != count
        if isPercentEncoded {
            count = start
            reserve(bytes.count * 3)
            for index in bytes.indices { appendEncoded(bytes[index]) }
        }
        return EncodedSlice(start..<count, isPercentEncoded: isPercentEncoded)
    }
}
