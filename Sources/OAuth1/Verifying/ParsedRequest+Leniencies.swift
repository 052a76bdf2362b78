/// The readings of a request that ``Verifier/Leniencies`` permit in addition to the RFC's.
extension ParsedRequest {
    /// Returns how else this request may have been signed; `nil` if there is no other reading.
    func otherReading(_ leniencies: Verifier.Leniencies) -> Verifier.Leniencies? {
        var reading: Verifier.Leniencies = []
        if leniencies.contains(.repeatedQuery), isQueryRepeated { reading.insert(.repeatedQuery) }
        if leniencies.contains(.replacedBytes), hasInvalidUTF8 { reading.insert(.replacedBytes) }
        return reading.isEmpty ? nil : reading
    }

    /// Whether the query begins as the body does, with a parameter of the same name, and has no protocol parameters.
    ///
    /// No more than the first name can be compared: in a query without escaping, the value of a pair ends at an `&`, and
    /// the whole query at a `#`.
    private var isQueryRepeated: Bool {
        guard positions.source != .query, let query = indices(from: .query).first,
            let body = indices(from: .body).first(where: { !parameters[$0].isProtocol })
        else { return false }
        return bytes.compare(parameters[query].name.range, parameters[body].name.range) == 0
    }

    private func indices(from source: ParameterSource) -> Range<Int> {
        // The parameters are in the order header, query, body.
        let first = (0..<parameters.count).first { parameters[$0].source == source } ?? 0
        let count = (first..<parameters.count).prefix { parameters[$0].source == source }.count
        return first..<first + count
    }

    /// Whether a parameter of query or body is not valid UTF-8.
    private var hasInvalidUTF8: Bool {
        (0..<parameters.count).contains { index in
            let parameter = parameters[index]
            return parameter.isForm && !(isUTF8(parameter.name) && isUTF8(parameter.value))
        }
    }

    private func isUTF8(_ slice: EncodedSlice) -> Bool {
        !slice.isPercentEncoded || String(validating: bytes.decodedBytes(slice), as: UTF8.self) != nil
    }

    /// Changes the parameters to those of another reading. Called before they are normalized.
    mutating func reread(_ reading: Verifier.Leniencies) {
        if reading.contains(.repeatedQuery) {
            for index in indices(from: .query) { parameters[index].isIgnored = true }
        }
        if reading.contains(.replacedBytes) {
            for index in 0..<parameters.count where parameters[index].isForm {
                parameters[index].name = replacingInvalidUTF8(parameters[index].name)
                parameters[index].value = replacingInvalidUTF8(parameters[index].value)
            }
        }
        order.removeAll()
        for index in 0..<parameters.count where index != positions[.signature] && !parameters[index].isIgnored {
            order.append(sortKey(of: index))
        }
    }

    private mutating func replacingInvalidUTF8(_ slice: EncodedSlice) -> EncodedSlice {
        guard !isUTF8(slice) else { return slice }
        let text = String(decoding: bytes.decodedBytes(slice), as: UTF8.self).utf8
        return bytes.appendEncoded(text.span)
    }
}
