#if Service

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A folder that is there for one test and gone, with the database files in it, after it.
final class TemporaryFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/toopher-database-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else { throw Failure.cannotMake }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Takes everything away. Call it in a `defer`: a `deinit` would run after the last mention, with the file open.
    func remove() {
        for name in ["test.sqlite", "test.sqlite-wal", "test.sqlite-shm", "other"] {
            unsafe unlink(file(name))
        }
        unsafe rmdir(path)
    }

    func file(_ name: String = "test.sqlite") -> String { path + "/" + name }

    /// The permission bits of a file, nil when there is none.
    static func mode(of path: String) -> UInt32? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        return UInt32(status.st_mode) & 0o777
    }

    func write(_ text: String, to name: String) {
        let descriptor = unsafe open(file(name), O_WRONLY | O_CREAT, 0o600)
        _ = unsafe Array(text.utf8).withUnsafeBytes { unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0) }
        close(descriptor)
    }

    enum Failure: Error { case cannotMake }
}

#endif
