internal import OAuth1
internal import WebSyntax

/// The `OAuth` challenge in a `WWW-Authenticate` field (RFC 5849 section 3.5.1, RFC 9110 section 11.6.1).
enum OAuthChallenge {
    private static let maximumParameters = 100

    /// Returns the parameters of the challenges `OAuth` in a field, decoded.
    ///
    /// They are separated by commas, or by ampersands without quotation marks, as many servers send them. What follows a
    /// malformed part is ignored.
    static func parameters(of field: String) -> [Parameter] {
        var reader = Reader(bytes: Array(field.utf8))
        var parameters: [Parameter] = []
        var isOAuth = false
        while let part = reader.next(), parameters.count < maximumParameters {
            switch part {
            case .scheme(let name): isOAuth = name.lowercased() == "oauth"
            case .parameter(let parameter): if isOAuth { parameters.append(parameter) }
            }
        }
        return parameters
    }

    private enum Part {
        case scheme(String)
        case parameter(Parameter)
    }

    private struct Reader {
        let bytes: [UInt8]
        var index = 0

        private var byte: UInt8? { index < bytes.count ? bytes[index] : nil }

        /// Returns the next part; `nil` at the end, and where the field is malformed.
        mutating func next() -> Part? {
            skip { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "&") }
            let name = take { $0.isTokenCharacter && $0 != UInt8(ascii: "&") }
            guard !name.isEmpty else { return nil }
            let end = index
            skip { $0 == 0x20 || $0 == 0x09 }
            guard byte == UInt8(ascii: "=") else {
                // A scheme is followed by a space, or nothing.
                return index > end || byte == nil ? .scheme(String(decoding: name, as: UTF8.self)) : nil
            }
            index += 1
            skip { $0 == 0x20 || $0 == 0x09 }
            guard let value = value() else { return nil }
            return .parameter(Parameter(String(decoding: name, as: UTF8.self), value))
        }

        private mutating func value() -> String? {
            guard byte == UInt8(ascii: "\"") else {
                let value = take { $0.isVisibleASCII && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "&") }
                let pair = try? FormEncoding.decode([UInt8(ascii: "=")] + value, limit: 1)
                return pair?.first?.value ?? ""
            }
            index += 1
            var content: [UInt8] = []
            while let next = byte {
                index += 1
                switch next {
                case UInt8(ascii: "\""):
                    let text = String(decoding: content, as: UTF8.self)
                    return PercentEncoding.decode(text).map { String(decoding: $0, as: UTF8.self) } ?? text
                case UInt8(ascii: "\\"):
                    guard let escaped = byte else { return nil }
                    index += 1
                    content.append(escaped)
                default: content.append(next)
                }
            }
            return nil
        }

        private mutating func skip(while isSkipped: (UInt8) -> Bool) {
            while let byte, isSkipped(byte) { index += 1 }
        }

        private mutating func take(while isTaken: (UInt8) -> Bool) -> ArraySlice<UInt8> {
            let start = index
            skip(while: isTaken)
            return bytes[start..<index]
        }
    }
}
