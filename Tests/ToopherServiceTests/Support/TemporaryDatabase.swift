#if Service

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A database file in a temporary folder.
final class TemporaryDatabase: Sendable {
    let folder: String
    var path: String { folder + "/service.sqlite" }

    init() throws {
        var template = Array("/tmp/toopher-service-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else { throw Failure.cannotMake }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Removes the files. Call it in a `defer`: a `deinit` may run after the last use, while the file is open.
    func remove() {
        for suffix in ["", "-wal", "-shm"] {
            unsafe unlink(path + suffix)
        }
        unsafe rmdir(folder)
    }

    /// Returns all bytes of the database and its write-ahead log.
    func contents() -> [UInt8] {
        ["", "-wal"].flatMap { suffix -> [UInt8] in
            let descriptor = unsafe open(path + suffix, O_RDONLY)
            guard descriptor >= 0 else { return [] }
            defer { close(descriptor) }
            var all: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = unsafe read(descriptor, &buffer, buffer.count)
                guard count > 0 else { return all }
                all += buffer[..<count]
            }
        }
    }

    enum Failure: Error { case cannotMake }
}

#endif
