#if Service

internal import Glibc
internal import Platform

/// What an operator does with the file of an SQLite database.
public enum DatabaseFile {
    /// Copies a database into a new file that only its owner can read, also while others read and write it.
    ///
    /// The copy is the database of one moment. It gets its name when it is complete, verified and on the disk: what is cut short
    /// leaves nothing of that name. Blocks the calling thread.
    ///
    /// - Parameters:
    ///   - source: The path of the database.
    ///   - destination: The path of the copy. There must be no such file.
    /// - Throws: ``DatabaseError/cannotOpen(location:reason:)`` if the source is no database or is damaged, or the destination
    ///   exists or cannot be created; ``DatabaseError/diskFull(sql:)``; ``DatabaseError/storageFailed(sql:message:)``.
    public static func copy(_ source: String, to destination: String) throws(DatabaseError) {
        for path in [source, destination] where path.isEmpty || path.utf8.contains(0) {
            throw .cannotOpen(location: path, reason: "the path is empty or contains a null byte")
        }
        var status = stat()
        guard unsafe lstat(destination, &status) != 0 else {
            throw .cannotOpen(location: destination, reason: "the file exists: move it away, or name another")
        }
        let partial = destination + ".partial"
        try create(partial, for: destination)
        do throws(DatabaseError) {
            try copyPages(of: source, to: partial)
            try verify(partial, as: source)
            try publish(partial, as: destination)
        } catch {
            for name in [partial, partial + "-journal"] { _ = unsafe unlink(name) }
            throw error
        }
    }

    /// Removes a database that nobody has opened, and what SQLite has put beside it.
    public static func remove(_ path: String) {
        for suffix in ["", "-wal", "-shm"] { _ = unsafe unlink(path + suffix) }
    }

    private static func create(_ partial: String, for destination: String) throws(DatabaseError) {
        let descriptor = unsafe open(partial, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let error = SystemError.current
            throw .cannotOpen(
                location: destination,
                reason: error.code == EEXIST
                    ? "\(partial) exists: another copy is being made, or one was cut short; then remove it" : "\(error)"
            )
        }
        close(descriptor)
    }

    private static func verify(_ partial: String, as source: String) throws(DatabaseError) {
        let connection = try SQLiteConnection(partial, isReadOnly: true, timeout: .seconds(5))
        defer { connection.close() }
        guard try connection.run("PRAGMA quick_check(1)", []).rows.first?.text("quick_check") == "ok" else {
            throw .cannotOpen(location: source, reason: "the database is damaged: copy an earlier one")
        }
    }

    /// Gives the copy its name, once it is on the disk; not if there is a file of that name by now.
    private static func publish(_ partial: String, as destination: String) throws(DatabaseError) {
        try synchronize(partial)
        guard unsafe link(partial, destination) == 0 else {
            throw .cannotOpen(location: destination, reason: "\(SystemError.current)")
        }
        _ = unsafe unlink(partial)
        let folder = destination.lastIndex(of: "/").map {
            $0 == destination.startIndex ? "/" : String(destination[..<$0])
        }
        try synchronize(folder ?? ".")
    }

    private static func synchronize(_ path: String) throws(DatabaseError) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .storageFailed(sql: "COPY", message: "\(SystemError.current)") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .storageFailed(sql: "COPY", message: "\(SystemError.current)") }
    }
}

#endif
