internal import WebSyntax

/// What a signer sorts parameters by.
enum ParameterSorting {
    /// The percent-encoded name, then the value: RFC 5849 section 3.4.1.3.2.
    case encoded
    /// Nothing: the order header, query, body.
    case asSent
    /// Nothing: the order query, body, header.
    case asSentHeaderLast
    /// Name, equals sign and value as one string.
    case pairs
    /// Name and value before they are percent-encoded.
    case decoded
    /// Name and value in lower case.
    case ignoringCase
    /// The name.
    case nameOnly

    /// Returns the parameters in this order; those that it does not tell apart are in the order of the request.
    func sorted(_ parameters: [SignedParameter]) -> [SignedParameter] {
        // Few mistakes change the order, and to find that out takes less time than to sort.
        if case .encoded = self, Self.areSorted(parameters) { return parameters }
        let keys = parameters.map(key)
        let order = parameters.indices.sorted { left, right in
            let names = Self.compare(keys[left].name, keys[right].name)
            if names != 0 { return names < 0 }
            let values = Self.compare(keys[left].value, keys[right].value)
            return values != 0 ? values < 0 : parameters[left].position < parameters[right].position
        }
        return order.map { parameters[$0] }
    }

    private func key(of parameter: SignedParameter) -> (name: [UInt8], value: [UInt8]) {
        switch self {
        case .encoded: (parameter.name, parameter.value)
        case .asSent: ([], [])
        case .asSentHeaderLast: (parameter.source == .header ? [1] : [], [])
        case .pairs: (parameter.name + Array("=".utf8) + parameter.value, [])
        case .decoded: (Self.decoded(parameter.name), Self.decoded(parameter.value))
        case .ignoringCase: (parameter.name.map(\.asciiLowercased), parameter.value.map(\.asciiLowercased))
        case .nameOnly: (parameter.name, [])
        }
    }

    private static func areSorted(_ parameters: [SignedParameter]) -> Bool {
        parameters.indices.dropFirst().allSatisfy { index in
            let names = compare(parameters[index - 1].name, parameters[index].name)
            return names < 0 || (names == 0 && compare(parameters[index - 1].value, parameters[index].value) <= 0)
        }
    }

    /// Compares bytes, then lengths.
    private static func compare(_ left: [UInt8], _ right: [UInt8]) -> Int {
        for index in 0..<min(left.count, right.count) where left[index] != right[index] {
            return Int(left[index]) - Int(right[index])
        }
        return left.count - right.count
    }

    private static func decoded(_ text: [UInt8]) -> [UInt8] { PercentEncoding.decode(text[...]) ?? text }
}
