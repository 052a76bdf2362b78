#if Service

internal import Glibc
internal import Platform

/// A file that only its owner can read.
///
/// SQLite gives `-wal` and `-shm` the mode of the file. An existing file is never opened here: to close it would release
/// the locks that SQLite holds on it in this process, and another process would delete the write-ahead log in use.
enum PrivateFile {
    // One at a time: a file that another thread has just created is not yet closed.
    // Not `Void`: the thread sanitizer takes a value without a size for the object around it.
    private static let isPreparing = Lock(false)

    /// Creates the file with mode 0600; refuses an existing one that is no file or that others can read. Returns the path
    /// without links.
    static func prepare(_ path: String) throws(DatabaseError) -> String {
        guard !path.isEmpty, !path.utf8.contains(0) else {
            throw .cannotOpen(location: path, reason: "the path is empty or contains a null byte")
        }
        do throws(PrivateFileRefusal) {
            return try isPreparing.withLock { _ throws(PrivateFileRefusal) in
                if try isAbsent(path) { try create(path) }
                // SQLite creates two files beside it.
                let (folder, real) = try realPath(path)
                guard unsafe faccessat(AT_FDCWD, folder, W_OK | X_OK, AT_EACCESS) == 0 else {
                    throw .reason("the folder \(folder) cannot be written: \(SystemError.current)")
                }
                for companion in ["-wal", "-shm"] { _ = try isAbsent(real + companion) }
                return real
            }
        } catch {
            throw .cannotOpen(location: path, reason: error.reason)
        }
    }

    /// Returns whether there is no such file; refuses one that is not private.
    private static func isAbsent(_ path: String) throws(PrivateFileRefusal) -> Bool {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else {
            if errno == ENOENT { return true }
            throw .reason(SystemError.current.description)
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw .reason("it is a directory")
        default: throw .reason("it is not a file")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw .reason("other users can read it; if it is the database, run: chmod 600 \(quoted(path))")
        }
        return false
    }

    private static func create(_ path: String) throws(PrivateFileRefusal) {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let error = SystemError.current
            // Another process may have created it since; else it is a symbolic link that leads nowhere.
            if error.code == EEXIST {
                guard try isAbsent(path) else { return }
                throw .reason("it is a symbolic link to a file that does not exist")
            }
            throw .reason(error.description)
        }
        close(descriptor)
    }

    /// Returns the folder and the path that a path leads to.
    private static func realPath(_ path: String) throws(PrivateFileRefusal) -> (folder: String, path: String) {
        guard let resolved = unsafe realpath(path, nil) else { throw .reason(SystemError.current.description) }
        defer { unsafe free(resolved) }
        let real = unsafe String(cString: resolved)
        let end = real.lastIndex(of: "/") ?? real.startIndex
        return (end == real.startIndex ? "/" : String(real[..<end]), real)
    }

    /// Returns a path as a word of the shell.
    private static func quoted(_ path: String) -> String {
        "'" + path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
    }
}

private enum PrivateFileRefusal: Error {
    case reason(String)

    var reason: String {
        switch self {
        case .reason(let reason): reason
        }
    }
}

#endif
