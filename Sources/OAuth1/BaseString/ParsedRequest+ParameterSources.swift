/// The parameters that a signature covers, from the header, the query and a form body.
///
/// RFC 5849 section 3.4.1.3.1.
extension ParsedRequest {
    /// Adds the pairs of a query or a form body.
    ///
    /// Total on arbitrary bytes, as ``FormEncoding`` is.
    mutating func addForm(_ form: Range<Int>, from source: ParameterSource) throws(VerificationError) {
        let end = form.upperBound
        var index = form.lowerBound
        while index < end {
            if bytes[index] == UInt8(ascii: "&") {
                index += 1
                continue
            }
            let name = takeHalf(&index, to: end, isName: true)
            guard index < end, bytes[index] == UInt8(ascii: "=") else {
                try add(name, EncodedSlice(index..<index, isPercentEncoded: false), from: source)
                continue
            }
            index += 1
            let value = takeHalf(&index, to: end, isName: false)
            try add(name, value, from: source)
        }
    }

    /// Adds a parameter, and records its position if it is a protocol parameter.
    @inline(__always)
    mutating func add(
        _ name: EncodedSlice, _ value: EncodedSlice, from source: ParameterSource
    ) throws(VerificationError) {
        let prefix = prefix(of: name.range)
        // The first six of the eight bytes.
        guard prefix >> 16 == ProtocolParameter.namePrefix else {
            try append(name, value, from: source, isProtocol: false)
            return sign(lastWith: prefix)
        }
        if let field = ProtocolParameter(length: name.range.count, prefix: prefix),
            bytes.equals(name.range, field.name)
        {
            return try addProtocol(field, name, value, from: source)
        }
        try checkSource(source, of: name)
        positions.hasExtension = true
        try append(name, value, from: source, isProtocol: true)
        sign(lastWith: prefix)
    }

    /// Adds a protocol parameter; all of them but the signature are signed.
    @inline(__always)
    mutating func addProtocol(
        _ field: ProtocolParameter, _ name: EncodedSlice, _ value: EncodedSlice, from source: ParameterSource
    ) throws(VerificationError) {
        guard positions[field] == nil else { throw .duplicateParameter(bytes.text(name)) }
        try checkSource(source, of: name)
        positions[field] = parameters.count
        try append(name, value, from: source, isProtocol: true)
        if field != .signature { sign(lastWith: prefix(of: name.range)) }
    }

    /// Returns what a parameter is sorted by.
    func sortKey(of index: Int) -> SortKey {
        SortKey(prefix: prefix(of: parameters[index].name.range), index: UInt32(truncatingIfNeeded: index))
    }

    /// Parses a name up to `=` or `&`, or a value up to `&`.
    @inline(__always)
    private mutating func takeHalf(_ index: inout Int, to end: Int, isName: Bool) -> EncodedSlice {
        let start = index
        // Most names, and many values, end within sixteen bytes and have nothing to decode.
        index = bytes.firstReservedOfBlock(at: start, before: end)
        if index >= 0, bytes[index] == UInt8(ascii: "&") || (isName && bytes[index] == UInt8(ascii: "=")) {
            return EncodedSlice(start..<index, isPercentEncoded: false)
        }
        let half = bytes.endOfHalf(from: start, to: end, isName: isName)
        index = half.end
        guard half.isCanonical else { return bytes.appendTranscodedForm(start..<index) }
        return EncodedSlice(start..<index, isPercentEncoded: half.isPercentEncoded)
    }

    /// Checks that the protocol parameters come from one source.
    @inline(__always)
    private mutating func checkSource(_ source: ParameterSource, of name: EncodedSlice) throws(VerificationError) {
        guard positions.source == nil || positions.source == source || !requiresOneSource else {
            throw .duplicateParameter(bytes.text(name))
        }
        positions.source = source
    }

    @inline(__always)
    private mutating func append(
        _ name: EncodedSlice, _ value: EncodedSlice, from source: ParameterSource, isProtocol: Bool
    ) throws(VerificationError) {
        guard parameters.count < maximumParameters else { throw .malformed(.tooLarge(limit: maximumParameters)) }
        parameters.reserve(1)
        parameters.append(EncodedParameter(name: name, value: value, source: source, isProtocol: isProtocol))
    }

    /// Includes the last parameter in those that are signed.
    @inline(__always)
    private mutating func sign(lastWith prefix: UInt64) {
        order.reserve(1)
        order.append(SortKey(prefix: prefix, index: UInt32(truncatingIfNeeded: parameters.count - 1)))
    }

    /// Returns the first eight bytes of a range as a big-endian number, followed by zeros if it is shorter.
    @inline(__always)
    private func prefix(of range: Range<Int>) -> UInt64 {
        let word = bytes.word(at: range.lowerBound).byteSwapped
        return range.count >= 8 ? word : word & ~(UInt64.max >> UInt64(8 * range.count))
    }
}

// An extension of the buffer, because a call on a borrowed request copies all of it.
extension Buffer where Element == UInt8 {
    /// Returns the end of a name or value, whether it contains a `%`, and whether it is percent-encoded as RFC 5849
    /// section 3.6 says.
    @inline(never)
    fileprivate func endOfHalf(
        from start: Int, to end: Int, isName: Bool
    ) -> (end: Int, isPercentEncoded: Bool, isCanonical: Bool) {
        var index = start
        var isPercentEncoded = false
        var isCanonical = true
        while true {
            index = firstReserved(from: index, to: end)
            guard index < end else { break }
            let byte = self[index]
            if byte == UInt8(ascii: "&") || (isName && byte == UInt8(ascii: "=")) { break }
            if byte == UInt8(ascii: "%"), hasCanonicalEncoding(at: index, before: end) {
                isPercentEncoded = true
                index &+= 3
            } else {
                isCanonical = false
                index &+= 1
            }
        }
        return (index, isPercentEncoded, isCanonical)
    }
}
