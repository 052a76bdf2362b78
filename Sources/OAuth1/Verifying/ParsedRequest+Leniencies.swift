/// The readings of a request that ``Verifier/Leniencies`` allow besides the RFC's.
extension ParsedRequest {
    /// How else this request may have been signed; nil when there is no other way.
    func otherReading(_ leniencies: Verifier.Leniencies) -> Verifier.Leniencies? {
        var reading: Verifier.Leniencies = []
        if leniencies.contains(.repeatedQuery), isQueryRepeated { reading.insert(.repeatedQuery) }
        if leniencies.contains(.replacedBytes), hasForeignBytes { reading.insert(.replacedBytes) }
        return reading.isEmpty ? nil : reading
    }

    /// Whether the parameters of the query are those of the body, in the same order.
    private var isQueryRepeated: Bool {
        let (query, body) = (indices(from: .query), indices(from: .body))
        return !query.isEmpty && query.count == body.count
            && zip(query, body).allSatisfy { areEqual(parameters[$0], parameters[$1]) }
    }

    private func areEqual(_ left: EncodedParameter, _ right: EncodedParameter) -> Bool {
        bytes.compare(left.name.range, right.name.range) == 0 && bytes.compare(left.value.range, right.value.range) == 0
    }

    private func indices(from source: ParameterSource) -> Range<Int> {
        // Parameters stand in the order header, query, body.
        let first = (0..<parameters.count).first { parameters[$0].source == source } ?? 0
        let count = (first..<parameters.count).prefix { parameters[$0].source == source }.count
        return first..<first + count
    }

    /// Whether a parameter of query or body holds bytes that are no UTF-8.
    private var hasForeignBytes: Bool {
        (0..<parameters.count).contains { index in
            let parameter = parameters[index]
            return parameter.isForm && !(isText(parameter.name) && isText(parameter.value))
        }
    }

    private func isText(_ slice: EncodedSlice) -> Bool {
        !slice.hasEscapes || String(validating: bytes.decodedBytes(slice), as: UTF8.self) != nil
    }

    /// Changes the parameters to what `reading` says that was signed; to call before they are sorted.
    mutating func reread(_ reading: Verifier.Leniencies) {
        if reading.contains(.repeatedQuery) {
            for index in indices(from: .query) { parameters[index].isIgnored = true }
        }
        if reading.contains(.replacedBytes) {
            for index in 0..<parameters.count where parameters[index].isForm {
                parameters[index].name = replacingForeignBytes(parameters[index].name)
                parameters[index].value = replacingForeignBytes(parameters[index].value)
            }
        }
        order.removeAll()
        for index in 0..<parameters.count where index != positions[.signature] && !parameters[index].isIgnored {
            order.append(sortKey(of: index))
        }
    }

    private mutating func replacingForeignBytes(_ slice: EncodedSlice) -> EncodedSlice {
        guard !isText(slice) else { return slice }
        let text = String(decoding: bytes.decodedBytes(slice), as: UTF8.self).utf8
        return bytes.appendEncoded(text.span)
    }
}
