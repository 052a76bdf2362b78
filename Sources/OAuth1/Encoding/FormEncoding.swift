/// The encoding `application/x-www-form-urlencoded` of form bodies and queries.
///
/// HTML 4.01 section 17.13.4.
public enum FormEncoding {
    /// Returns parameters joined as `name=value&…`.
    ///
    /// ASCII letters, digits and `_.-` are kept, a space becomes `+`, and everything else `%HH`, as in Python 2 and PHP.
    /// Every parser decodes it alike, and Toopher signs postbacks in this encoding.
    public static func encode(_ parameters: [Parameter]) -> String {
        var output: [UInt8] = []
        for parameter in parameters {
            if !output.isEmpty { output.append(UInt8(ascii: "&")) }
            append(parameter.name, to: &output)
            output.append(UInt8(ascii: "="))
            append(parameter.value, to: &output)
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// Returns `url`, which has no fragment, with `parameters` appended to its query.
    package static func append(_ parameters: [Parameter], to url: String) -> String {
        guard !parameters.isEmpty else { return url }
        let query = url.utf8.firstIndex(of: UInt8(ascii: "?")).map { url.utf8[$0...].dropFirst() }
        // Behind the first question mark, another one is part of a name or a value.
        let isOpen = query?.isEmpty == true || query?.last == UInt8(ascii: "&")
        return url + (query == nil ? "?" : isOpen ? "" : "&") + encode(parameters)
    }

    /// Returns the parameters of a form body or query, in order and with repetitions.
    ///
    /// Total on arbitrary bytes, as in browsers: `k` means `k=`, empty pairs are skipped, malformed percent-encoding is
    /// kept, and invalid UTF-8 becomes U+FFFD.
    ///
    /// - Parameters:
    ///   - bytes: The form body or the query.
    ///   - limit: The most pairs to accept.
    /// - Throws: ``OAuth1Error/tooLarge(limit:)`` if there are more.
    public static func decode(_ bytes: [UInt8], limit: Int = 1000) throws(OAuth1Error) -> [Parameter] {
        var parameters: [Parameter] = []
        for pair in bytes.split(separator: UInt8(ascii: "&")) {
            guard parameters.count < limit else { throw .tooLarge(limit: limit) }
            let (name, value) = halves(of: pair)
            parameters.append(Parameter(decodeText(name), decodeText(value)))
        }
        return parameters
    }

    /// Returns the parameters of a form body or query, in order and with repetitions.
    ///
    /// - Parameters:
    ///   - text: The form body or the query.
    ///   - limit: The most pairs to accept.
    /// - Throws: ``OAuth1Error/tooLarge(limit:)`` if there are more.
    public static func decode(_ text: String, limit: Int = 1000) throws(OAuth1Error) -> [Parameter] {
        try decode(Array(text.utf8), limit: limit)
    }

    /// Splits a pair at its first `=`; without one, the value is empty.
    static func halves(of pair: ArraySlice<UInt8>) -> (name: ArraySlice<UInt8>, value: ArraySlice<UInt8>) {
        guard let equals = pair.firstIndex(of: UInt8(ascii: "=")) else { return (pair, []) }
        return (pair[..<equals], pair[(equals + 1)...])
    }

    /// Calls `body` with each byte that `text` encodes.
    @inline(__always)
    static func forEachDecodedByte(of text: ArraySlice<UInt8>, _ body: (UInt8) -> Void) {
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            if byte == UInt8(ascii: "%"), let decoded = PercentEncoding.decodedByte(in: text, at: index) {
                body(decoded)
                index += 3
            } else {
                body(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
                index += 1
            }
        }
    }

    private static func decodeText(_ text: ArraySlice<UInt8>) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        forEachDecodedByte(of: text) { bytes.append($0) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func append(_ string: String, to output: inout [UInt8]) {
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: " "):
                output.append(UInt8(ascii: "+"))
            case UInt8(ascii: "~"):
                output.append(contentsOf: "%7E".utf8)
            default:
                PercentEncoding.append(byte, to: &output)
            }
        }
    }
}
