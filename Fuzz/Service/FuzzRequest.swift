import HTTPTypes

/// A request in one input. Its first line says who sends it, the method and the target, separated by spaces; then there are
/// header fields, one on each line, an empty line, and the body.
///
/// A name in braces, such as `{pairing}`, stands for something that the service has.
struct FuzzRequest {
    /// Whose signature a request gets: by a first word that begins with `r`, `d`, `l` or `m`.
    enum Sender {
        case stranger, requester, device, logInPage, managementPage
    }

    var sender: Sender
    var method: HTTPRequest.Method
    var target: String
    var fields: HTTPFields
    var body: [UInt8]

    /// Creates the request of an input; `nil` if no parser of HTTP would let it through.
    init?(_ input: [UInt8], values: [String: String]) {
        var rest = Self.replace(input, values)[...]
        func line() -> ArraySlice<UInt8> {
            let line = rest.prefix { $0 != UInt8(ascii: "\n") }
            rest = rest.dropFirst(line.count + 1)
            return line
        }
        let words = line().split(separator: UInt8(ascii: " "), maxSplits: 2)
        guard words.count == 3, let method = HTTPRequest.Method(String(decoding: words[1], as: UTF8.self)) else {
            return nil
        }
        self.method = method
        sender =
            switch words[0].first {
            case UInt8(ascii: "r"): .requester
            case UInt8(ascii: "d"): .device
            case UInt8(ascii: "l"): .logInPage
            case UInt8(ascii: "m"): .managementPage
            default: .stranger
            }
        let bytes = words[2].filter { $0 > UInt8(ascii: " ") && $0 != 0x7f }
        guard !bytes.isEmpty else { return nil }
        target = String(decoding: bytes, as: UTF8.self)
        fields = [:]
        while !rest.isEmpty {
            let parts = line().split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { break }
            guard let name = HTTPField.Name(String(decoding: parts[0], as: UTF8.self)) else { continue }
            // A field of several lines has their values with commas.
            fields.append(HTTPField(name: name, value: String(decoding: parts[1].drop { $0 == 0x20 }, as: UTF8.self)))
        }
        body = Array(rest)
    }

    /// Replaces the names in braces that stand for something.
    private static func replace(_ input: [UInt8], _ values: [String: String]) -> [UInt8] {
        var output: [UInt8] = []
        var rest = input[...]
        while let byte = rest.first {
            let name = rest.dropFirst().prefix(16).prefix { $0 != UInt8(ascii: "}") }
            if byte == UInt8(ascii: "{"), name.endIndex < rest.endIndex, rest[name.endIndex] == UInt8(ascii: "}"),
                let value = values[String(decoding: name, as: UTF8.self)]
            {
                output += value.utf8
                rest = rest[(name.endIndex + 1)...]
            } else {
                output.append(byte)
                rest = rest.dropFirst()
            }
        }
        return output
    }
}
