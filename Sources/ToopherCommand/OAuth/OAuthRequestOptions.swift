import ArgumentParser
import CryptoCore
import OAuth1
import WebSyntax

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
            "The body; a form unless a Content-Type field says otherwise. \"@FILE\" reads a file, \"@-\" standard input. Several are joined with &, as curl does."
    )
    var data: [String] = []

    @Option(help: "The realm, which precedes the header's parameters and is not signed.")
    var realm: String?

    /// The method that the options state or imply.
    var httpMethod: String { method ?? (data.isEmpty ? "GET" : "POST") }

    /// Returns the parsed header fields.
    func fields() throws -> [(name: String, value: String)] {
        var fields = try header.map(Self.field)
        if !data.isEmpty, !fields.contains(where: { $0.0.lowercased() == "content-type" }) {
            fields.append(("Content-Type", "application/x-www-form-urlencoded"))
        }
        return fields
    }

    /// Parses a header field: a name, a colon, and a value with optional white space around it.
    ///
    /// RFC 9110 section 5.5.
    private static func field(_ text: String) throws -> (name: String, value: String) {
        func isWhitespace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else {
            throw ValidationError(Self.malformedField(text))
        }
        let name = text.utf8[..<colon]
        guard !name.isEmpty, name.allSatisfy(\.isTokenCharacter) else {
            throw ValidationError(Self.malformedField(text))
        }
        var value = text.utf8[text.utf8.index(after: colon)...].drop(while: isWhitespace)
        while let last = value.last, isWhitespace(last) { value.removeLast() }
        guard value.allSatisfy({ $0 >= 0x20 && $0 != 0x7f || $0 == UInt8(ascii: "\t") }) else {
            throw ValidationError("the field \(text[..<colon]) has a line end or another control character")
        }
        return (String(text[..<colon]), String(Substring(value)))
    }

    /// The error of a field without a name. It does not repeat the field, which may have a signature.
    private static func malformedField(_ text: String) -> String {
        text.lowercased().hasPrefix("oauth")
            ? "-H needs the field's name, too: -H 'Authorization: OAuth …'" : "-H takes a field as 'Name: value'"
    }

    /// Reads the body.
    func body() throws -> [UInt8] {
        guard data.count(where: { $0 == "@-" }) < 2 else {
            throw ValidationError("standard input can be read once: give -d @- once")
        }
        return Array(try data.map(Self.part).joined(separator: [UInt8(ascii: "&")]))
    }

    private static func part(_ data: String) throws -> [UInt8] {
        guard data.first == "@" else { return Array(data.utf8) }
        let limit = 64 << 20
        if data == "@-" { return try StandardInput.read(limit: limit) }
        return try InputFile.readOrName(String(data.dropFirst()), limit: limit)
    }

    /// Returns the request as a verifier receives it.
    func received() throws -> ReceivedRequest {
        let fields = try fields()
        func values(_ name: String) -> [String] { Self.values(name, fields) }
        return ReceivedRequest(
            method: httpMethod, url: url, authorization: values("authorization"),
            contentType: values("content-type").first, body: try body())
    }

    /// Returns the request as it is to be sent, whose host is that of the `Host` field if there is one.
    func sent() throws -> ReceivedRequest {
        var request = try received()
        try request.setHost(Self.values("host", fields()))
        return request
    }

    private static func values(_ name: String, _ fields: [(name: String, value: String)]) -> [String] {
        fields.filter { $0.name.lowercased() == name }.map(\.value)
    }
}
