#if Service

/// HTML in which every value is text: what a string interpolation inserts is escaped, unless it is markup itself.
struct Markup: ExpressibleByStringInterpolation, Sendable {
    let text: String

    init(stringLiteral value: String) {
        text = value
    }

    init(stringInterpolation: StringInterpolation) {
        text = stringInterpolation.text
    }

    /// Joins pieces.
    init(_ pieces: [Markup]) {
        text = pieces.map(\.text).joined()
    }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {}

        mutating func appendLiteral(_ literal: String) {
            text += literal
        }

        mutating func appendInterpolation(_ markup: Markup) {
            text += markup.text
        }

        mutating func appendInterpolation(_ value: String) {
            text += PageTemplate.escape(value)
        }

        mutating func appendInterpolation(_ number: Int64) {
            text += String(number)
        }
    }
}

#endif
