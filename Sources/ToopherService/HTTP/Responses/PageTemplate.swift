#if Service

/// An HTML page with `{{name}}` where escaped text goes.
struct PageTemplate: Sendable {
    private enum Piece: Sendable {
        case markup(Substring)
        case value(Substring)
    }

    private let pieces: [Piece]

    init(_ text: String) {
        var rest = text[...]
        var pieces: [Piece] = []
        while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") {
            pieces.append(.markup(rest[..<open.lowerBound]))
            pieces.append(.value(rest[open.upperBound..<close.lowerBound]))
            rest = rest[close.upperBound...]
        }
        self.pieces = pieces + [.markup(rest)]
    }

    /// Returns the page with the values in place. In one pass, so that braces in a value stay text.
    func render(_ values: [Substring: String]) -> [UInt8] {
        var output = ""
        for piece in pieces {
            switch piece {
            case .markup(let markup): output += markup
            case .value(let name): output += Self.escape(values[name] ?? "")
            }
        }
        return Array(output.utf8)
    }

    /// Returns the text in a form that is safe between tags and inside quoted attributes.
    static func escape(_ text: some StringProtocol) -> String {
        var output = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": output += "&amp;"
            case "<": output += "&lt;"
            case ">": output += "&gt;"
            case "\"": output += "&quot;"
            case "'": output += "&#39;"
            default: output.unicodeScalars.append(character)
            }
        }
        return output
    }
}

#endif
