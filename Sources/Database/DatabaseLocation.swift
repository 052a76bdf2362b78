#if Service

/// Where a database is. Its description has no credentials.
public struct DatabaseLocation: Sendable {
    enum Kind: Sendable {
        case memory
        case file(path: String)
        case postgreSQL(url: String)
    }

    let kind: Kind

    /// Creates the location that a text names.
    ///
    /// - Parameter text: `:memory:` for a database that ends with the process; a URL that begins with `postgresql://` or
    ///   `postgres://`, as libpq understands it; else the path of an SQLite file.
    /// - Throws: ``DatabaseError/cannotOpen(location:reason:)`` for another URL, or settings as in `host=… dbname=…`. The error
    ///   does not repeat the text, which may have a password.
    public init(_ text: String) throws(DatabaseError) {
        kind =
            if text == ":memory:" {
                .memory
            } else if text.hasPrefix("postgresql://") || text.hasPrefix("postgres://") {
                .postgreSQL(url: text)
            } else {
                .file(path: try Self.path(text))
            }
    }

    /// Returns a text that is a path, and nothing that was meant for a server.
    private static func path(_ text: String) throws(DatabaseError) -> String {
        let isWord = { (character: Character) in character.isLetter || character.isNumber || "+-._".contains(character)
        }
        let next = text.drop(while: isWord).first
        guard !text.isEmpty, !text.hasPrefix(" "), !text.hasSuffix(" "), next != ":", next != "=",
            !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else {
            throw .cannotOpen(
                location: "that was named",
                reason: "give a path, or a URL that begins with postgresql://; a file of such a name as ./…")
        }
        return text
    }

    /// Whether the database is on a PostgreSQL server.
    public var isPostgreSQL: Bool {
        if case .postgreSQL = kind { true } else { false }
    }
}

extension DatabaseLocation: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The path, or the URL's host, port and database.
    public var description: String {
        switch kind {
        case .memory: ":memory:"
        case .file(let path): path
        case .postgreSQL(let url): Self.withoutCredentials(url)
        }
    }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// Nothing, so that no dump has credentials.
    public var customMirror: Mirror { Mirror(self, children: []) }

    /// Returns the scheme, host, port and database of a URL, or only the scheme if they cannot be told from a password.
    private static func withoutCredentials(_ url: String) -> String {
        let anonymous = "postgresql://…"
        let rest = url.drop { $0 != ":" }.dropFirst(3)
        let question = rest.firstIndex(of: "?") ?? rest.endIndex
        var start = rest.startIndex
        if let at = rest.lastIndex(of: "@") {
            guard at < question else { return anonymous }
            start = rest.index(after: at)
        }
        let parts = rest[start..<question].split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let address = parts[0].split(separator: ":", omittingEmptySubsequences: false)
        let isPlain =
            address.count <= 2 && (address.count < 2 || address[1].allSatisfy { $0.isASCII && $0.isNumber })
            && (parts.count < 2 || !parts[1].contains { ":/@".contains($0) })
        return isPlain ? "postgresql://" + rest[start..<question] : anonymous
    }
}

#endif
