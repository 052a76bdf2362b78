/// `application/x-www-form-urlencoded` (HTML 4.01 section 17.13.4): the form bodies and query
/// strings that parameters travel in.
public enum FormEncoding {
    /// `parameters` joined as `name=value&…`.
    ///
    /// Letters, digits and `_.-` stay, a space becomes `+`, everything else `%HH`: the spelling of
    /// Python 2 and PHP, which every reader decodes alike and which Toopher signs postbacks over.
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

    /// `url`, which has no fragment, with `parameters` behind those of its query.
    package static func append(_ parameters: [Parameter], to url: String) -> String {
        guard !parameters.isEmpty else { return url }
        let query = url.utf8.firstIndex(of: UInt8(ascii: "?")).map { url.utf8[$0...].dropFirst() }
        // Behind the first question mark another one belongs to a name or a value.
        let isOpen = query?.isEmpty == true || query?.last == UInt8(ascii: "&")
        return url + (query == nil ? "?" : isOpen ? "" : "&") + encode(parameters)
    }

    /// The parameters of a form body or query, in order, repeats kept.
    ///
    /// Total on arbitrary bytes, as browsers are: `k` means `k=`, empty pairs are skipped, an
    /// escape that is none stays as it is, and bytes that are not UTF-8 read as U+FFFD.
    /// - Parameter limit: the most pairs to accept.
    public static func decode(_ bytes: [UInt8], limit: Int = 1000) throws(OAuth1Error) -> [Parameter] {
        var parameters: [Parameter] = []
        for pair in bytes.split(separator: UInt8(ascii: "&")) {
            guard parameters.count < limit else { throw .tooLarge(limit: limit) }
            let (name, value) = halves(of: pair)
            parameters.append(Parameter(decodeText(name), decodeText(value)))
        }
        return parameters
    }

    /// The parameters of a form body or query, in order, repeats kept.
    public static func decode(_ text: String, limit: Int = 1000) throws(OAuth1Error) -> [Parameter] {
        try decode(Array(text.utf8), limit: limit)
    }

    /// A pair at its first `=`; without one, the value is empty.
    static func halves(of pair: ArraySlice<UInt8>) -> (name: ArraySlice<UInt8>, value: ArraySlice<UInt8>) {
        guard let equals = pair.firstIndex(of: UInt8(ascii: "=")) else { return (pair, []) }
        return (pair[..<equals], pair[(equals + 1)...])
    }

    /// Calls `body` with each byte that `text` stands for.
    @inline(__always)
    static func forEachDecodedByte(of text: ArraySlice<UInt8>, _ body: (UInt8) -> Void) {
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            if byte == UInt8(ascii: "%"), let decoded = PercentEncoding.escapedByte(in: text, at: index) {
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
