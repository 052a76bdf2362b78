import ArgumentParser
import CryptoCore
import OAuth1

/// The request that a command is about.
struct OAuthRequestOptions: ParsableArguments {
    @Argument(help: "The absolute URL, exactly as it is sent.")
    var url: String

    @Option(name: [.customShort("X"), .long], help: "The HTTP method; POST if there is a body, else GET.")
    var method: String?

    @Option(name: [.customShort("H"), .long], help: "A header field, \"Name: value\". May be repeated.")
    var header: [String] = []

    @Option(
        name: [.customShort("d"), .long],
        help:
            "The body; a form unless a Content-Type field says otherwise. \"@FILE\" reads a file, \"@-\" standard input."
    )
    var data: String?

    @Option(help: "Sent in front of the header's parameters, never signed.")
    var realm: String?

    /// The method that the options say or imply.
    var httpMethod: String { method ?? (data == nil ? "GET" : "POST") }

    /// The header fields, taken apart.
    func fields() throws -> [(name: String, value: String)] {
        var fields = try header.map { field in
            guard let colon = field.firstIndex(of: ":") else { throw ValidationError("\"\(field)\" has no colon") }
            let value = field[field.index(after: colon)...].drop { $0 == " " }
            return (String(field[..<colon]), String(value))
        }
        if data != nil, !fields.contains(where: { $0.0.lowercased() == "content-type" }) {
            fields.append(("Content-Type", "application/x-www-form-urlencoded"))
        }
        return fields
    }

    /// The body, read from where the option says.
    func body() throws -> [UInt8] {
        guard let data else { return [] }
        guard data.first == "@" else { return Array(data.utf8) }
        let limit = 64 << 20
        if data == "@-" { return try StandardInput.read(limit: limit) }
        return try InputFile.read(String(data.dropFirst()), limit: limit)
    }

    /// The request as a verifier sees it.
    func received() throws -> ReceivedRequest {
        let fields = try fields()
        func values(_ name: String) -> [String] { fields.filter { $0.name.lowercased() == name }.map(\.value) }
        return ReceivedRequest(
            method: httpMethod, url: url, authorization: values("authorization"),
            contentType: values("content-type").first, body: try body())
    }
}
