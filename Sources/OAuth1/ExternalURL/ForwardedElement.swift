internal import WebSyntax

/// What one proxy wrote into a `Forwarded` field (RFC 7239 section 4): of its parameters, those that count.
struct ForwardedElement: Sendable, Equatable {
    /// Whom the proxy got the request from.
    var origin: String?
    /// The `Host` field that it got.
    var host: String?
    /// The scheme that it was called with.
    var proto: String?

    /// The elements of one field value, in order; an empty one has no parameters.
    static func parse(_ value: String) throws(ExternalURLError) -> [ForwardedElement] {
        var reader = FieldValueReader(value)
        var elements: [ForwardedElement] = []
        repeat { elements.append(try element(&reader)) } while reader.skip(UInt8(ascii: ","))
        guard reader.isAtEnd else { throw .malformed(.forwarded, reason: "a parameter is followed by something else") }
        return elements
    }

    /// Blanks around the separators are not in the RFC's grammar, but in many proxies' configuration.
    private static func element(_ reader: inout FieldValueReader) throws(ExternalURLError) -> ForwardedElement {
        var element = ForwardedElement()
        var names: Set<String> = []
        repeat {
            reader.skipBlanks()
            guard let name = reader.token()?.lowercased() else { continue }
            guard reader.skip(UInt8(ascii: "=")) else {
                throw .malformed(.forwarded, reason: "a parameter has no value")
            }
            guard let value = reader.token() ?? reader.quotedString() else {
                throw .malformed(.forwarded, reason: "a value is neither a token nor a quoted string")
            }
            guard names.insert(name).inserted else {
                throw .malformed(.forwarded, reason: "a parameter occurs twice in one element")
            }
            element.set(name, to: value)
            reader.skipBlanks()
        } while reader.skip(UInt8(ascii: ";"))
        return element
    }

    /// Other parameters, `by` among them, say nothing about the URL.
    private mutating func set(_ name: String, to value: String) {
        switch name {
        case "for": origin = value
        case "host": host = value
        case "proto": proto = value
        default: break
        }
    }
}
