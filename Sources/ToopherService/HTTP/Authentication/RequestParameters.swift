#if Service

internal import OAuth1
internal import WebSyntax

/// The parameters of a signed request, read as the protocol wants: an empty one is absent, unknown ones are ignored.
struct RequestParameters: Sendable {
    static let maximumValueBytes = 4096

    let list: [Parameter]

    /// The first value that is not empty, under the first of the names that has one.
    func text(_ names: String...) -> String? {
        for name in names {
            if let value = list.first(where: { $0.name == name && !$0.value.isEmpty })?.value { return value }
        }
        return nil
    }

    /// Text that a person will read.
    func name(_ name: String) throws(ProtocolError) -> String? {
        guard let value = text(name) else { return nil }
        guard DisplayName.isAcceptable(value) else { throw .invalid(name) }
        return value
    }

    /// Text that only machines read: any characters, of bounded length.
    func opaque(_ names: String...) throws(ProtocolError) -> String? {
        for name in names {
            guard let value = text(name) else { continue }
            guard value.utf8.count <= Self.maximumValueBytes else { throw .invalid(name) }
            return value
        }
        return nil
    }

    /// A whole number of seconds from 1, in decimal digits; whatever else is there is taken for nothing.
    func seconds(_ name: String) -> Duration? {
        guard
            let value = text(name), (1...9).contains(value.utf8.count),
            value.utf8.allSatisfy(\.isASCIIDigit), let seconds = Int64(value), seconds > 0
        else { return nil }
        return .seconds(seconds)
    }

    /// `true`, `false`, `1` or `0` in any case.
    func flag(_ name: String, default fallback: Bool) throws(ProtocolError) -> Bool {
        switch text(name)?.lowercased() {
        case nil: return fallback
        case "true", "1": return true
        case "false", "0": return false
        default: throw .invalid(name)
        }
    }
}

#endif
