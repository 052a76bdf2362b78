/// The `Authorization` header field with the scheme OAuth.
///
/// RFC 5849 section 3.5.1.
extension ParsedRequest {
    /// Whether the scheme of a header value is OAuth; a value with another scheme is ignored.
    @inline(__always)
    func isOAuth(_ header: Range<Int>) -> Bool {
        guard header.count >= 5 else { return false }
        let scheme = ByteWord.prefix(5, of: ByteWord.foldingCase(ofFirst: 5, of: bytes.word(at: header.lowerBound)))
        guard scheme == ByteWord.loaded("oauth") else { return false }
        return header.count == 5 || bytes.isWhitespace(bytes[header.lowerBound + 5])
    }

    /// Adds the parameters of a header value whose scheme is OAuth.
    ///
    /// Empty list elements are skipped, see RFC 9110 section 5.6.1.2. Every value must be quoted and percent-encoded.
    /// `realm`, in any case, may occur once and is not signed (RFC 9110 section 11.2).
    mutating func addHeader(_ header: Range<Int>) throws(VerificationError) {
        let end = header.upperBound
        var index = bytes.skipWhitespace(from: header.lowerBound + 5, to: end)
        reserveKnownFields()
        while index < end {
            if let field = bytes.knownField(at: index, before: end) {
                let name = index..<index + field.name.utf8CodeUnitCount
                let start = name.upperBound + 2
                let (next, isPercentEncoded) = bytes.endOfQuoted(from: start, to: end)
                if next >= 0 {
                    let value = EncodedSlice(start..<next, isPercentEncoded: isPercentEncoded)
                    try addKnown(field, EncodedSlice(name, isPercentEncoded: false), value)
                    index = bytes.startOfElement(at: next + 1, before: end)
                    if index < 0 { index = try bytes.skipSeparator(from: next + 1, to: end) }
                    continue
                }
            }
            index = try addElement(at: index, before: end)
        }
    }

    /// Adds an element of any name, with its value in any spelling, and returns where the next one begins.
    @inline(never)
    private mutating func addElement(at start: Int, before end: Int) throws(VerificationError) -> Int {
        if bytes[start] == UInt8(ascii: ",") { return bytes.skipWhitespace(from: start + 1, to: end) }
        var index = endOfName(from: start, to: end)
        let name = start..<index
        guard !name.isEmpty, index + 1 < end, bytes[index] == UInt8(ascii: "="),
            bytes[index + 1] == UInt8(ascii: "\"")
        else { throw Self.notAPair }
        index += 2
        if isRealm(name) {
            guard let value = unquote(&index, to: end) else { throw Self.notAPair }
            guard realm == nil else { throw Self.malformed("the Authorization header has two realms") }
            realm = value
        } else {
            let value = try takeValue(&index, to: end)
            try add(try encodedName(name), value, from: .header)
            reserveKnownFields()
        }
        return try bytes.skipSeparator(from: index, to: end)
    }

    /// Reserves capacity for all parameters that ``ProtocolParameter`` names, none of which occurs twice.
    @inline(__always)
    private mutating func reserveKnownFields() {
        parameters.reserve(ProtocolPositions.count)
        order.reserve(ProtocolPositions.count)
    }

    /// Adds a protocol parameter of the header, for which capacity is reserved.
    @inline(__always)
    private mutating func addKnown(
        _ field: ProtocolParameter, _ name: EncodedSlice, _ value: EncodedSlice
    ) throws(VerificationError) {
        guard positions[field] == nil else { throw .duplicateParameter(bytes.text(name)) }
        let index = parameters.count
        guard index < maximumParameters else { throw .malformed(.tooLarge(limit: maximumParameters)) }
        positions[field] = index
        // The header is read before query and form.
        positions.source = .header
        parameters.append(EncodedParameter(name: name, value: value, source: .header, isProtocol: true))
        guard field != .signature else { return }
        let prefix = bytes.word(at: name.range.lowerBound).byteSwapped
        order.append(SortKey(prefix: prefix, index: UInt32(truncatingIfNeeded: index)))
    }

    @inline(__always)
    private func isRealm(_ name: Range<Int>) -> Bool {
        guard name.count == 5 else { return false }
        let word = ByteWord.prefix(5, of: bytes.word(at: name.lowerBound))
        return ByteWord.lowercased(word) == ByteWord.loaded("realm")
    }

    /// Returns the end of a name, which contains no equals sign, white space, quotes or commas.
    @inline(__always)
    private func endOfName(from start: Int, to end: Int) -> Int {
        var index = start
        while true {
            index = bytes.firstReserved(from: index, to: end)
            guard index < end else { return end }
            let byte = bytes[index]
            guard byte > 0x20, byte < 0x7f, byte != UInt8(ascii: "="), byte != UInt8(ascii: "\""),
                byte != UInt8(ascii: ",")
            else { return index }
            index += 1
        }
    }

    @inline(__always)
    private mutating func encodedName(_ name: Range<Int>) throws(VerificationError) -> EncodedSlice {
        if bytes.firstReserved(from: name.lowerBound, to: name.upperBound) == name.upperBound {
            return EncodedSlice(name, isPercentEncoded: false)
        }
        guard let slice = bytes.appendTranscodedStrictly(name) else { throw Self.badPercentEncoding }
        return slice
    }

    /// Parses a value behind its opening quote, and skips the closing one.
    @inline(__always)
    private mutating func takeValue(_ index: inout Int, to end: Int) throws(VerificationError) -> EncodedSlice {
        let start = index
        let (next, isPercentEncoded) = bytes.endOfQuoted(from: index, to: end)
        if next >= 0 {
            index = next + 1
            return EncodedSlice(start..<next, isPercentEncoded: isPercentEncoded)
        }
        guard let raw = unquote(&index, to: end) else { throw Self.notAPair }
        guard let slice = bytes.appendTranscodedStrictly(raw) else { throw Self.badPercentEncoding }
        return slice
    }

    /// Parses a quoted string behind its opening quote, and appends its content to the buffer.
    ///
    /// RFC 9110 section 5.6.4.
    private mutating func unquote(_ index: inout Int, to end: Int) -> Range<Int>? {
        let start = bytes.count
        while index < end {
            let byte = bytes[index]
            index += 1
            bytes.reserve(1)
            switch byte {
            case UInt8(ascii: "\""):
                return start..<bytes.count
            case UInt8(ascii: "\\"):
                guard index < end, bytes[index] >= 0x20 else { return nil }
                bytes.append(bytes[index])
                index += 1
            case 0..<0x20 where byte != UInt8(ascii: "\t"), 0x7f:
                return nil
            default:
                bytes.append(byte)
            }
        }
        return nil
    }

    private static var notAPair: VerificationError {
        malformed("an element of the Authorization header is not name=\"value\"")
    }

    private static var badPercentEncoding: VerificationError {
        malformed("the Authorization header has malformed percent-encoding")
    }

    fileprivate static func malformed(_ reason: String) -> VerificationError {
        .malformed(.malformed(reason: reason))
    }
}

// An extension of the buffer, because a call on a borrowed request copies all of it.
extension Buffer where Element == UInt8 {
    /// Returns the closing quote of a value that is percent-encoded as RFC 5849 section 3.6 says, and whether it
    /// contains a `%`; -1 for any other value.
    @inline(__always)
    func endOfQuoted(from start: Int, to end: Int) -> (end: Int, isPercentEncoded: Bool) {
        var index = start
        var isPercentEncoded = false
        while true {
            index = firstReserved(from: index, to: end)
            guard index < end else { return (-1, false) }
            let byte = self[index]
            if byte == UInt8(ascii: "\"") { return (index, isPercentEncoded) }
            guard byte == UInt8(ascii: "%"), hasCanonicalEncoding(at: index, before: end) else { return (-1, false) }
            isPercentEncoded = true
            index &+= 3
        }
    }

    /// Skips white space and one comma with the white space behind it.
    @inline(never)
    fileprivate func skipSeparator(from start: Int, to end: Int) throws(VerificationError) -> Int {
        let index = skipWhitespace(from: start, to: end)
        guard index < end else { return end }
        guard self[index] == UInt8(ascii: ",") else {
            throw ParsedRequest.malformed("the elements of the Authorization header are not separated by commas")
        }
        return skipWhitespace(from: index + 1, to: end)
    }

    @inline(__always)
    fileprivate func skipWhitespace(from start: Int, to end: Int) -> Int {
        var index = start
        while index < end, isWhitespace(self[index]) { index += 1 }
        return index
    }

    @inline(__always)
    fileprivate func isWhitespace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }

    /// Returns where the next element begins if there is one behind a comma and one space; -1 otherwise.
    @inline(__always)
    fileprivate func startOfElement(at index: Int, before end: Int) -> Int {
        let word = word(at: index)
        let isNext = ByteWord.prefix(2, of: word) == ByteWord.loaded(", ") && word >> 16 & 0xff > 0x20
        return isNext && index + 2 < end ? index + 2 : -1
    }

    /// Returns the protocol parameter whose name, equals sign and opening quote are at `index`.
    ///
    /// Most names are one of these, and their end need not be searched for.
    @inline(__always)
    func knownField(at index: Int, before end: Int) -> ProtocolParameter? {
        guard index + 24 <= end else { return nil }
        let word = word(at: index)
        // All begin with `oauth_`; two more letters say which one it can be.
        guard ByteWord.prefix(6, of: word) == ByteWord.loaded("oauth_") else { return nil }
        switch word >> 48 {
        case ByteWord.loaded("co"): return hasRest(of: "oauth_consumer_key=\"", at: index) ? .consumerKey : nil
        case ByteWord.loaded("no"): return hasRest(of: "oauth_nonce=\"", at: index) ? .nonce : nil
        case ByteWord.loaded("ti"): return hasRest(of: "oauth_timestamp=\"", at: index) ? .timestamp : nil
        case ByteWord.loaded("to"): return hasRest(of: "oauth_token=\"", at: index) ? .token : nil
        case ByteWord.loaded("ve"): return hasRest(of: "oauth_version=\"", at: index) ? .version : nil
        case ByteWord.loaded("si"):
            if hasRest(of: "oauth_signature=\"", at: index) { return .signature }
            return hasRest(of: "oauth_signature_method=\"", at: index) ? .signatureMethod : nil
        default: return nil
        }
    }
}
