/// The parameters of a query or a form body (RFC 5849 section 3.4.1.3.1).
extension ParsedRequest {
    /// Adds the pairs of `form`. Total on arbitrary bytes, as ``FormEncoding`` is.
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
                try add(name, EncodedSlice(index..<index, hasEscapes: false), from: source)
                continue
            }
            index += 1
            let value = takeHalf(&index, to: end, isName: false)
            try add(name, value, from: source)
        }
    }

    /// A name up to `=` or `&`, or a value up to `&`.
    @inline(__always)
    private mutating func takeHalf(_ index: inout Int, to end: Int, isName: Bool) -> EncodedSlice {
        let start = index
        let half = bytes.endOfHalf(from: index, to: end, isName: isName)
        index = half.end
        guard half.isCanonical else { return bytes.appendTranscodedForm(start..<index) }
        return EncodedSlice(start..<index, hasEscapes: half.hasEscapes)
    }
}

// On the buffer and not on the request, because a call on a borrowed request copies all of it.
extension Buffer where Element == UInt8 {
    /// The end of a name or value, whether it has escapes, and whether it is in the encoding that
    /// signatures use.
    @inline(never)
    fileprivate func endOfHalf(
        from start: Int, to end: Int, isName: Bool
    ) -> (end: Int, hasEscapes: Bool, isCanonical: Bool) {
        var index = start
        var hasEscapes = false
        var isCanonical = true
        while true {
            index = firstReserved(from: index, to: end)
            guard index < end else { break }
            let byte = self[index]
            if byte == UInt8(ascii: "&") || (isName && byte == UInt8(ascii: "=")) { break }
            if byte == UInt8(ascii: "%"), hasCanonicalEscape(at: index, before: end) {
                hasEscapes = true
                index &+= 3
            } else {
                isCanonical = false
                index &+= 1
            }
        }
        return (index, hasEscapes, isCanonical)
    }
}
