import ArgumentParser
import CryptoCore
import OAuth1

/// The request that a command is about.
struct OAuthRequestOptions: ParsableArguments {
    @Argument(help: "The absolute URL, exactly as it is sent.")
    var url: String

    @Option(name: [.customShort("X"), .long], help: "The HTTP method; without it, POST if there is a body, else GET.")
    var method: String?

    @Option(name: [.customShort("H"), .long], help: "A header field, as \"Name: value\". May be repeated.")
    var header: [String] = []

    @Option(
        name: [.customShort("d"), .long],
        help:
            "The body; a form unless a Content-Type field says otherwise. \"@FILE\" reads a file, \"@-\" standard input."
    )
    var data: String?

    @Option(help: "The realm, which precedes the header's parameters and is not signed.")
    var realm: String?

    /// The method that the options state or imply.
    var httpMethod: String { method ?? (data == nil ? "GET" : "POST") }

    /// Returns the parsed header fields.
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

    /// Reads the body.
    func body() throws -> [UInt8] {
        guard let data else { return [] }
        guard data.first == "@" else { return Array(data.utf8) }
        let limit = 64 << 20
        if data == "@-" { return try StandardInput.read(limit: limit) }
        return try InputFile.read(String(data.dropFirst()), limit: limit)
    }

    /// Returns the request as a verifier receives it.
    func received() throws -> ReceivedRequest {
        let fields = try fields()
        func values(_ name: String) -> [String] { fields.filter { $0.name.lowercased() == name }.map(\.value) }
        return ReceivedRequest(
            method: httpMethod, url: url, authorization: values("authorization"),
            contentType: values("content-type").first, body: try body())
    }
}
