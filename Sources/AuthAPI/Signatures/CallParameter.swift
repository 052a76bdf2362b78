internal import WebSyntax

/// A parameter of a call.
package struct CallParameter: Sendable, Hashable {
    package var name: String
    package var value: String

    /// The most parameters of a call.
    static let maximumCount = 128

    /// Creates a parameter.
    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// Parses a query or a form. Clients write a space as `+` or as `%20`.
    ///
    /// - Throws: ``SignatureRefusal/malformedParameters`` for a malformed escape, for what is not UTF-8, and for too many.
    package static func parse(_ form: [UInt8]) throws(SignatureRefusal) -> [CallParameter] {
        var parameters: [CallParameter] = []
        for pair in form.split(separator: UInt8(ascii: "&")) {
            guard parameters.count < maximumCount else { throw .malformedParameters }
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = decode(parts[0]), let value = parts.count > 1 ? decode(parts[1]) : "" else {
                throw .malformedParameters
            }
            parameters.append(CallParameter(name, value))
        }
        return parameters
    }

    /// Returns what is signed of parameters: each percent-encoded anew, sorted, and joined as in a query.
    static func canonical(_ parameters: [CallParameter]) -> [UInt8] {
        let pairs = parameters.map { encode($0.name) + [UInt8(ascii: "=")] + encode($0.value) }
        // Clients in C and Perl sort the pairs, those in Python names and then values: the same for all names in use.
        return Array(pairs.sorted { $0.lexicographicallyPrecedes($1) }.joined(separator: [UInt8(ascii: "&")]))
    }

    private static func decode(_ text: ArraySlice<UInt8>) -> String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var index = text.startIndex
        while index < text.endIndex {
            switch text[index] {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard text.endIndex - index > 2, let high = text[index + 1].hexDigitValue,
                    let low = text[index + 2].hexDigitValue
                else { return nil }
                bytes.append(high << 4 | low)
                index += 2
            case let byte: bytes.append(byte)
            }
            index += 1
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func encode(_ text: String) -> [UInt8] {
        var encoded: [UInt8] = []
        encoded.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            if byte.isURLUnreserved {
                encoded.append(byte)
            } else {
                encoded.append(UInt8(ascii: "%"))
                encoded.append(digit(byte >> 4))
                encoded.append(digit(byte & 15))
            }
        }
        return encoded
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }
}
