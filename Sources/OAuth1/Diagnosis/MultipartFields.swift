internal import WebSyntax

/// The parts of a multipart body, as clients sign them that take them for parameters.
///
/// Total on arbitrary bytes, in one pass; what is not such a body has no fields. RFC 7578.
struct MultipartFields {
    /// The fields, with their names and contents.
    private(set) var fields: [(name: [UInt8], value: [UInt8], isFile: Bool)] = []

    /// Reads a body; one with more than `limit` parts has none.
    init(_ body: [UInt8], _ contentType: String?, limit: Int = 1000) {
        guard let contentType, contentType.lowercased().hasPrefix("multipart/"),
            let boundary = Self.parameter("boundary", of: Array(contentType.utf8))
        else { return }
        let delimiter = Array("--".utf8) + boundary
        var part: Int?
        var index = 0
        while index < body.count {
            let end = Self.endOfLine(from: index, of: body[...])
            // A delimiter stands at the beginning of a line.
            if body[index..<end].starts(with: delimiter) {
                if let part { append(body[part..<index]) }
                guard fields.count <= limit else {
                    fields = []
                    return
                }
                part = end
            }
            index = end
        }
    }

    /// Appends the field of a part: header lines, an empty line, the content and the line end in front of the delimiter.
    private mutating func append(_ part: ArraySlice<UInt8>) {
        var name: [UInt8]?
        var isFile = false
        var index = part.startIndex
        while index < part.endIndex {
            let end = Self.endOfLine(from: index, of: part)
            let header = Array(part[index..<end]).trimmed
            index = end
            guard !header.isEmpty else {
                var content = part[end...]
                if content.last == 0x0a { content.removeLast() }
                if content.last == 0x0d { content.removeLast() }
                if let name { fields.append((name, Array(content), isFile)) }
                return
            }
            guard header.map(\.asciiLowercased).starts(with: "content-disposition:".utf8) else { continue }
            name = Self.parameter("name", of: header)
            isFile = Self.parameter("filename", of: header) != nil
        }
    }

    /// Returns the index behind the end of a line.
    private static func endOfLine(from start: Int, of bytes: ArraySlice<UInt8>) -> Int {
        (bytes[start...].firstIndex(of: 0x0a) ?? bytes.endIndex - 1) + 1
    }

    /// Returns the value of a parameter of a header field, with or without quotes.
    private static func parameter(_ name: String, of field: [UInt8]) -> [UInt8]? {
        for piece in field.split(separator: UInt8(ascii: ";")).dropFirst() {
            let piece = Array(piece).trimmed
            guard let equals = piece.firstIndex(of: UInt8(ascii: "=")),
                piece[..<equals].map(\.asciiLowercased) == Array(name.utf8)
            else { continue }
            let value = piece[(equals + 1)...]
            guard value.first == UInt8(ascii: "\"") else { return Array(value) }
            return Array(value.dropFirst().prefix { $0 != UInt8(ascii: "\"") })
        }
        return nil
    }
}
