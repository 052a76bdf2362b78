internal import WebSyntax

/// One element of a `Forwarded` field, with the parameters that matter.
///
/// RFC 7239 section 4.
struct ForwardedElement: Sendable, Equatable {
    /// The node that sent the request to the proxy.
    var origin: String?
    /// The `Host` field that the proxy received.
    var host: String?
    /// The scheme that the proxy was called with.
    var proto: String?

    /// Returns the elements of one field value, in order; an empty one has no parameters.
    static func parse(_ value: String) throws(ExternalURLError) -> [ForwardedElement] {
        var reader = FieldValueReader(value)
        var elements: [ForwardedElement] = []
        repeat { elements.append(try element(&reader)) } while reader.skip(UInt8(ascii: ","))
        guard reader.isAtEnd else { throw .malformed(.forwarded, reason: "a parameter is followed by something else") }
        return elements
    }

    /// Parses one element, with optional white space around the separators, which is not in the RFC's grammar, but in the
    /// configuration of many proxies.
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

    /// Sets a parameter; others, for example `by`, do not matter to the URL.
    private mutating func set(_ name: String, to value: String) {
        switch name {
        case "for": origin = value
        case "host": host = value
        case "proto": proto = value
        default: break
        }
    }
}
