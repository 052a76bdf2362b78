#if Service

internal import Glibc
internal import Platform

/// The lock of the one process that serves an SQLite file: others would not hear of its changes.
///
/// It is on a file beside the database: to close the database's own would release the locks that SQLite holds on it. The
/// system releases it when the process ends, however that happens. The file stays: another process might be about to lock it.
final class FileLock: Sendable {
    private let descriptor: Lock<Int32?>

    /// Locks a database.
    ///
    /// - Parameters:
    ///   - path: The path of the database, without links, so that there is one lock for all names of a file.
    ///   - location: What the operator calls it.
    init(_ path: String, location: String) throws(DatabaseError) {
        let name = path + ".lock"
        let file = unsafe open(name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0o600)
        guard file >= 0 else {
            throw .cannotOpen(location: location, reason: "cannot create \(name): \(SystemError.current)")
        }
        descriptor = Lock(file)
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            let failure = SystemError.current
            throw .cannotOpen(
                location: location,
                reason: failure.code == EWOULDBLOCK
                    ? "another process serves it: end that one, or use PostgreSQL for several"
                    : "cannot lock \(name): \(failure)")
        }
    }

    deinit { release() }

    /// Lets another process have the database.
    func release() {
        let file = descriptor.withLock { descriptor in
            defer { descriptor = nil }
            return descriptor
        }
        guard let file else { return }
        // A child that this process is just starting may still have a copy of the descriptor, which would keep the lock.
        flock(file, LOCK_UN)
        close(file)
    }
}

#endif
