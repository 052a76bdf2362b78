#if Service

internal import Glibc
internal import Platform

/// A file that only its owner can read.
///
/// Created before SQLite opens it: SQLite gives `-wal` and `-shm` the same mode.
enum PrivateFile {
    /// Creates the file with mode 0600; leaves an existing file as it is.
    static func create(_ path: String) throws(DatabaseError) {
        guard !path.isEmpty, !path.utf8.contains(0) else {
            throw .cannotOpen(path: path, reason: "the path is empty or contains a null byte")
        }
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .cannotOpen(path: path, reason: SystemError.current.description) }
        close(descriptor)
    }
}

#endif
