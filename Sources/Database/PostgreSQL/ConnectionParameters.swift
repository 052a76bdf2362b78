#if PostgreSQL

/// What libpq connects with: the parameters of the URL, and ours where it has none.
///
/// libpq adds those of the environment (`PGUSER`, `PGPASSFILE` and so on), which are weaker than all others.
struct ConnectionParameters: Sendable {
    var values: [(keyword: String, value: String)]
    /// What must not appear in an error.
    var secrets: [String]

    /// Sets a parameter that has no value yet.
    mutating func setDefault(_ keyword: String, _ value: String) {
        if !values.contains(where: { $0.keyword == keyword }) { values.append((keyword, value)) }
    }

    /// Returns a message of libpq in one line, or only that there was one if it has a password.
    func withoutSecrets(_ message: String) -> String {
        let line = message.split(whereSeparator: \.isNewline).map { line in
            String(line.drop(while: \.isWhitespace))
        }.joined(separator: "; ")
        return secrets.contains { !$0.isEmpty && line.contains($0) } ? "the server refused the connection" : line
    }
}

#endif
