#if PostgreSQL

internal import CPostgreSQL
internal import Glibc

extension ConnectionParameters {
    /// Reads the parameters of a URL.
    init(_ location: DatabaseLocation, url: String, _ options: DatabaseOptions) throws(DatabaseError) {
        guard !url.utf8.contains(0) else {
            throw .cannotOpen(location: "\(location)", reason: "the URL contains a null byte")
        }
        var message: UnsafeMutablePointer<CChar>?
        guard let first = unsafe PQconninfoParse(url, &message) else {
            defer { unsafe PQfreemem(message) }
            let text = unsafe message.map { unsafe String(cString: $0) } ?? "out of memory"
            // The other messages repeat the URL, and with it the password.
            let isDiscreet = text.hasPrefix("invalid URI query parameter:")
            throw .cannotOpen(
                location: "\(location)",
                reason: isDiscreet ? String(text.prefix { !$0.isNewline }) : "the URL is malformed")
        }
        defer { unsafe PQconninfoFree(first) }
        (values, secrets) = ([], [])
        var option = unsafe first
        while let keyword = unsafe option.pointee.keyword {
            if let value = unsafe option.pointee.val {
                values.append((unsafe String(cString: keyword), unsafe String(cString: value)))
                // libpq marks what a form would hide.
                if unsafe option.pointee.dispchar.pointee == CChar(UInt8(ascii: "*")) {
                    secrets.append(unsafe String(cString: value))
                }
            }
            unsafe option += 1
        }
        // Else libpq's message repeats it, and it may be a password without a host.
        guard values.allSatisfy({ $0.keyword != "port" || $0.value.allSatisfy { ",0123456789".contains($0) } }) else {
            throw .cannotOpen(location: "\(location)", reason: "the URL's port is not a number")
        }
        if let password = unsafe getenv("PGPASSWORD") { secrets.append(unsafe String(cString: password)) }
        addDefaults(options)
    }

    /// The time that the URL gives for making a connection.
    var connectTimeout: Duration? {
        let seconds = values.first { $0.keyword == "connect_timeout" }.flatMap { Int($0.value) } ?? 0
        return seconds > 0 ? .seconds(seconds) : nil
    }

    private mutating func addDefaults(_ options: DatabaseOptions) {
        let milliseconds = "\(options.timeout.milliseconds)"
        for (keyword, value) in [
            ("application_name", "toopher"), ("tcp_user_timeout", milliseconds), ("keepalives_idle", "10"),
            ("keepalives_interval", "5"), ("keepalives_count", "3"),
        ] {
            setDefault(keyword, value)
        }
        values.removeAll { $0.keyword == "client_encoding" }
        values.append(("client_encoding", "UTF8"))
    }
}

#endif
