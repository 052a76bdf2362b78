#if Service

internal import OAuth1
internal import WebSyntax

/// The parameters of a signed request. An empty one counts as missing, unknown ones are ignored.
struct RequestParameters: Sendable {
    static let maximumValueBytes = 4096
    /// Of a text that is looked up: PostgreSQL's indexes take no more than 2,700 bytes.
    static let maximumIdentifierBytes = 1024

    let list: [Parameter]

    /// Returns the first value that is not empty, of the first name that has one.
    func text(_ names: String...) -> String? {
        for name in names {
            if let value = list.first(where: { $0.name == name && !$0.value.isEmpty })?.value { return value }
        }
        return nil
    }

    /// Returns the name of a terminal or an action, in its normal form.
    func label(_ name: String) throws(ProtocolError) -> String? {
        guard let value = text(name) else { return nil }
        guard let label = DisplayName.normalized(value) else { throw .invalid(name) }
        return label
    }

    /// Returns the name of a user, which must be in its normal form.
    func userName(_ name: String) throws(ProtocolError) -> String? {
        guard let value = text(name) else { return nil }
        guard DisplayName.isNormal(value) else { throw .invalid(name) }
        return value
    }

    /// Returns text that only programs read: any characters but U+0000, which PostgreSQL does not store, up to the limit.
    func opaque(_ names: String...) throws(ProtocolError) -> String? {
        for name in names {
            guard let value = text(name) else { continue }
            guard value.utf8.count <= Self.maximumValueBytes, !value.utf8.contains(0) else { throw .invalid(name) }
            return value
        }
        return nil
    }

    /// Returns an identifier that programs compare: as ``opaque(_:)``, and without U+FFFD, which stands for malformed bytes.
    func identifier(_ names: String...) throws(ProtocolError) -> String? {
        for name in names {
            guard let value = try opaque(name) else { continue }
            guard value.utf8.count <= Self.maximumIdentifierBytes, !value.unicodeScalars.contains("\u{FFFD}") else {
                throw .invalid(name)
            }
            return value
        }
        return nil
    }

    /// Returns a whole number of seconds from 1, in decimal digits; `nil` for anything else.
    func seconds(_ name: String) -> Duration? {
        guard
            let value = text(name), (1...9).contains(value.utf8.count),
            value.utf8.allSatisfy(\.isASCIIDigit), let seconds = Int64(value), seconds > 0
        else { return nil }
        return .seconds(seconds)
    }

    /// Returns a Boolean; `nil` if it is missing.
    func flag(_ name: String) throws(ProtocolError) -> Bool? {
        text(name) == nil ? nil : try flag(name, default: false)
    }

    /// Returns the part of a list that is asked for.
    func page() throws(ProtocolError) -> ListPage {
        var page = ListPage()
        if let text = text("limit") {
            guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy(\.isASCIIDigit), let limit = Int64(text),
                limit > 0
            else { throw .invalid("limit") }
            page.limit = min(limit, ListPage.maximumLimit)
        }
        if let text = text("after") {
            guard let id = Identifier.parse(text) else { throw .invalid("after") }
            page.after = id
        }
        return page
    }

    /// Returns the requester's own id of a terminal, under any of its four names.
    func terminalID() throws(ProtocolError) -> String? {
        try identifier(
            "requester_specified_id", "name_extra", "requester_specified_terminal_id", "terminal_name_extra")
    }

    /// Returns a Boolean: `true`, `false`, `1` or `0` in any case.
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
